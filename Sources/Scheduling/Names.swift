/// The names of queues, kinds or tenants, numbered in the order in which they were first seen. They are few and
/// stay for good; `NameLimits` keep a client from making them many.
package struct Names: Sendable {
    private var names: ContiguousArray<String> = []
    private var ids: [String: NameID] = [:]
    /// Submits mostly come in runs of the same name.
    private var newest: (name: String, id: NameID)?

    package var count: Int { names.count }

    package subscript(id: NameID) -> String { names[Int(id.rawValue)] }

    mutating func find(_ name: String) -> NameID? {
        if let newest, newest.name == name { return newest.id }
        guard let id = ids[name] else { return nil }
        newest = (name, id)
        return id
    }

    /// The same for readers, who can't move the newest.
    package func find(existing name: String) -> NameID? { ids[name] }

    var nextID: NameID { NameID(rawValue: UInt32(names.count)) }

    mutating func define(_ id: NameID, _ name: String) {
        precondition(id == nextID, "names are numbered in order")
        names.append(name)
        ids[name] = id
    }
}
