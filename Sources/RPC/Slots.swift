import Wire

/// What a connection keeps for each open stream, in the slot that the machine gave it: found without hashing.
struct Slots<Occupant> {
    private var occupants: ContiguousArray<Occupant?> = []

    /// Only for a key that the machine still knows, or has just given up.
    subscript(key: StreamKey) -> Occupant? {
        get { key.slot < occupants.count ? occupants[key.slot] : nil }
        set {
            while occupants.count <= key.slot { occupants.append(nil) }
            occupants[key.slot] = newValue
        }
    }

    mutating func take(_ key: StreamKey) -> Occupant? {
        guard key.slot < occupants.count else { return nil }
        return occupants[key.slot].take()
    }

    /// In the order of the slots.
    mutating func takeAll() -> [Occupant] {
        defer { occupants.removeAll() }
        return occupants.compactMap { $0 }
    }

    /// Asks each occupant until one has an answer. There are no more of them than streams may be open at once.
    func firstAnswer<Answer>(_ ask: (Occupant) -> Answer?) -> Answer? {
        for case .some(let occupant) in occupants {
            if let answer = ask(occupant) { return answer }
        }
        return nil
    }
}
