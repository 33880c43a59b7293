import Scheduling

/// A command's words: its name, words in order, and those of the form `key=value`; `|` separates the tasks of a submit.
struct Words {
    let name: String
    let parts: [Words]
    private let plain: [String]
    private let named: [String: String]

    init(_ line: String) {
        let parts = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
        // The first task stands behind the name of the command.
        self.init(parts[0], parts: ([Array(parts[0].dropFirst())] + parts.dropFirst()).map { Words($0, parts: []) })
    }

    private init(_ words: [String], parts: [Words]) {
        name = words.first ?? ""
        self.parts = parts
        var plain: [String] = []
        var named: [String: String] = [:]
        for word in words.dropFirst() {
            if let equals = word.firstIndex(of: "=") {
                named[String(word[..<equals])] = String(word[word.index(after: equals)...])
            } else {
                plain.append(word)
            }
        }
        self.plain = plain
        self.named = named
    }

    subscript(key: String) -> String? { named[key] }

    /// `queue NAME` or `key NAME`, from a place on.
    func gate(_ place: Int) throws -> (name: String, isQueue: Bool) {
        (try word(place + 1), try word(place) == "queue")
    }

    func word(_ place: Int) throws -> String {
        guard place < plain.count else { throw Transcript.Mistake(description: "\(name) needs \(place + 1) words") }
        return plain[place]
    }

    func number(_ place: Int) throws -> Int { try Self.number(try word(place)) }

    func number(_ key: String) throws -> Int? { try named[key].map { try Self.number($0) } }

    func list(_ key: String) throws -> [Int] {
        try (named[key] ?? "").split(separator: ",").map { try Self.number(String($0)) }
    }

    /// `a-b`: both included.
    func ranges(_ key: String) throws -> [ItemRange] {
        try (named[key] ?? "").split(separator: ",").map { text in
            let ends = try text.split(separator: "-").map { UInt32(try Self.number(String($0))) }
            return ItemRange(ends[0], ends[ends.count - 1] + 1)
        }
    }

    /// `item:text`.
    func pairs(_ key: String) throws -> [(Int, String)] {
        try (named[key] ?? "").split(separator: ",").map { text in
            let ends = text.split(separator: ":").map(String.init)
            return (try Self.number(ends[0]), ends[ends.count - 1])
        }
    }

    func lease(_ place: Int) throws -> LeaseID { try Self.lease(try word(place)) }

    func leases(_ key: String) throws -> [LeaseID] {
        try (named[key] ?? "").split(separator: ",").map { try Self.lease(String($0)) }
    }

    /// `JOB/TASK`
    func task(_ place: Int) throws -> TaskID {
        let numbers = try word(place).split(separator: "/").map { try Self.number(String($0)) }
        return TaskID(job: JobID(rawValue: UInt64(numbers[0])), ordinal: UInt32(numbers[numbers.count - 1]))
    }

    private static func lease(_ text: String) throws -> LeaseID {
        let numbers = try text.split(separator: ".").map { try number(String($0)) }
        return LeaseID(epoch: UInt32(numbers[0]), counter: UInt64(numbers[numbers.count - 1]))
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw Transcript.Mistake(description: "\(text) is not a number") }
        return number
    }
}

extension TaskSubmission {
    /// `KIND items=N|later|listed patience=MS lease=N parallel=N attempts=N backoff=MS tolerate=N after=0,1 queue=NAME key=NAME timeout=MS`
    init(_ words: Words) throws {
        let items = words["items"]
        self.init(
            queue: words["queue"] ?? "default", kind: words.name,
            items: items == "later"
                ? .countedLater
                : items == "listed"
                    ? .listed(patience: UInt32(try words.number("patience") ?? 60_000))
                    : .counted(UInt32(try words.number("items") ?? 1)),
            dependencies: try words.list("after").map { UInt32($0) },
            policy: Policy(
                maxAttempts: UInt16(try words.number("attempts") ?? 5),
                initialBackoff: UInt32(try words.number("backoff") ?? 1_000), maxBackoff: 60_000,
                itemsPerLease: UInt32(try words.number("lease") ?? 1_000),
                parallelism: UInt32(try words.number("parallel") ?? 0),
                tolerance: .items(UInt32(try words.number("tolerate") ?? 0)),
                attemptTimeout: UInt32(try words.number("timeout") ?? 0)), key: words["key"] ?? "")
    }
}

extension LeaseReport {
    /// `WORKER LEASE cursor=N settled=2-4 retry=3 dead=4 parked=5 checkpoint=TEXT output=3:TEXT count=1:20
    /// end=N ending=returned|failed add=0:KIND,0:KIND before=1 chain=yes why=TEXT like=N`
    ///
    /// Of the added tasks each waits for the one before it where they are a chain.
    init(_ words: Words) throws {
        self.init(lease: try words.lease(1), cursor: UInt32(try words.number("cursor") ?? 0))
        settled = try words.ranges("settled")
        for (key, disposition) in [("retry", Disposition.retry), ("dead", .dead), ("parked", .parked)] {
            outcomes += try words.ranges(key).flatMap { range in
                try (range.begin..<range.end).map {
                    ItemOutcome(
                        item: $0, disposition: disposition, failure: Array((words["why"] ?? "").utf8),
                        fingerprint: UInt64(try words.number("like") ?? 0))
                }
            }
        }
        checkpoint = words["checkpoint"].map { Array($0.utf8) }
        outputs = try words.pairs("output").map { (UInt32($0.0), Array($0.1.utf8)) }
        itemCounts = try words.pairs("count").map { (UInt32($0.0), UInt32($0.1) ?? 0) }
        end = try words.number("end").map { UInt32($0) }
        for (item, kind) in try words.pairs("add") {
            if growths.last?.item != UInt32(item) { growths.append(ItemGrowth(item: UInt32(item), tasks: [])) }
            let place = growths[growths.count - 1].tasks.count
            let chain = words["chain"] != nil && place > 0 ? [UInt32(place - 1)] : []
            growths[growths.count - 1].tasks.append(
                AddedTask(
                    TaskSubmission(kind: kind, dependencies: chain),
                    dependents: try words.list("before").map { UInt32($0) }))
        }
        switch words["ending"] {
        case "returned": ending = .returned
        case "failed": ending = .taskFailed([])
        default: ending = .none
        }
    }
}
