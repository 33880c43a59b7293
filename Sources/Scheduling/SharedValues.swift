/// Names one of the values that many records share.
package struct SharedID<Value>: Hashable, BitwiseCopyable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A retry policy and its companions, shared by all tasks that were submitted with equal ones.
package typealias PolicyID = SharedID<Policy>
typealias TermsID = SharedID<JobTerms>

/// Values in use: equal ones are kept once, and forgotten with their last user.
struct SharedValues<Value: Hashable & Sendable>: Sendable {
    private struct Entry: Sendable {
        var value: Value
        var uses: UInt32
    }

    private var entries: Slab<Entry> = Slab()
    private var places: [Value: SharedID<Value>] = [:]
    /// Submits mostly come in runs of equal values.
    private var newest: (value: Value, id: SharedID<Value>)?

    subscript(id: SharedID<Value>) -> Value { entries[Slab.Index(rawValue: id.rawValue)].value }

    func find(_ value: Value) -> SharedID<Value>? {
        if let newest, newest.value == value { return newest.id }
        return places[value]
    }

    /// The id that the next definition gets.
    var nextID: SharedID<Value> { SharedID(rawValue: entries.next.rawValue) }

    mutating func define(_ id: SharedID<Value>, _ value: Value) {
        let index = entries.insert(Entry(value: value, uses: 0))
        precondition(index.rawValue == id.rawValue, "ids of shared values are given in order")
        places[value] = id
        newest = (value, id)
    }

    /// The id of the value, which is defined when it is not there; it has one user more.
    mutating func use(_ value: Value) -> SharedID<Value> {
        let id: SharedID<Value>
        if let found = find(value) {
            id = found
        } else {
            id = nextID
            define(id, value)
        }
        retain(id)
        return id
    }

    mutating func retain(_ id: SharedID<Value>) {
        entries[Slab.Index(rawValue: id.rawValue)].uses += 1
    }

    mutating func release(_ id: SharedID<Value>) {
        let index = Slab<Entry>.Index(rawValue: id.rawValue)
        entries[index].uses -= 1
        guard entries[index].uses == 0 else { return }
        places[entries[index].value] = nil
        if newest?.id == id { newest = nil }
        entries.remove(index)
    }

    /// Of all values together.
    var uses: Int { entries.indices.reduce(0) { $0 + Int(entries[$1].uses) } }
}
