/// What happened, as a running hash, and the last of it in words.
struct Trace {
    private struct Entry {
        let time: Moment
        let text: StaticString
        let numbers: (UInt64, UInt64, UInt64)
    }

    private static let kept = 4_096

    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var count = 0
    private var entries: ContiguousArray<Entry> = []
    private var next = 0
    private let print: ((String) -> Void)?

    /// `print` sees each line as it happens.
    init(print: ((String) -> Void)?) { self.print = print }

    mutating func note(_ time: Moment, _ text: StaticString, _ first: UInt64, _ second: UInt64, _ third: UInt64) {
        count += 1
        mix(UInt64(bitPattern: time.microseconds))
        text.withUTF8Buffer { bytes in for byte in bytes { mix(UInt64(byte)) } }
        mix(first)
        mix(second)
        mix(third)
        let entry = Entry(time: time, text: text, numbers: (first, second, third))
        if let print { print(Self.line(entry)) }
        if entries.count < Self.kept {
            entries.append(entry)
        } else {
            entries[next] = entry
        }
        next = (next + 1) % Self.kept
    }

    /// The newest lines, oldest first.
    func last(_ count: Int) -> [String] {
        let ordered = entries.count < Self.kept ? Array(entries) : Array(entries[next...] + entries[..<next])
        return ordered.suffix(count).map { Self.line($0) }
    }

    private mutating func mix(_ number: UInt64) { hash = (hash ^ number) &* 0x0000_0100_0000_01B3 }

    /// Numbers take the places of `#`, in order; leases are written as epoch and counter where `@` stands, and sites by
    /// their names where `$` does.
    private static func line(_ entry: Entry) -> String {
        var numbers = [entry.numbers.0, entry.numbers.1, entry.numbers.2][...]
        var line = "\(entry.time)  "
        for character in "\(entry.text)" {
            switch character {
            case "#": line += numbers.popFirst().map { String($0) } ?? "#"
            case "@": line += numbers.popFirst().map { "\($0 >> 40).\($0 & (1 << 40 - 1))" } ?? "@"
            case "$": line += numbers.popFirst().map { Site.allCases[Int($0)].rawValue } ?? "$"
            default: line.append(character)
            }
        }
        return line
    }
}
