/// The names of queues, kinds or tenants, numbered in the order in which they were first seen. They are few and
/// stay for good; `NameLimits` keep a client from making them many.
package struct Names: Sendable {
    private var names: ContiguousArray<String> = []
    private var ids: [String: NameID] = [:]
    /// Used last: submits mostly come in runs of the same name.
    private var newest: (name: String, id: NameID)?

    package var count: Int { names.count }

    package subscript(id: NameID) -> String { names[Int(id.rawValue)] }

    package func find(_ name: String) -> NameID? {
        if let newest, newest.name == name { return newest.id }
        return ids[name]
    }

    /// The name was used: it is likely to be the next one too.
    mutating func use(_ id: NameID) {
        if newest?.id != id { newest = (names[Int(id.rawValue)], id) }
    }

    var nextID: NameID { NameID(rawValue: UInt32(names.count)) }

    mutating func define(_ id: NameID, _ name: String) {
        precondition(id == nextID, "names are numbered in order")
        names.append(name)
        ids[name] = id
    }
}
