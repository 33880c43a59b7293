/// Time zones as the tz database keeps them: TZif, RFC 8536.
extension TimeZone {
    /// Bytes; those of the database have some thousand.
    package static let largestFile = 65_536

    /// Reads the second of the file's two blocks, which has 64-bit times, and its last line. Throws when it has none.
    package init(name: String, file: [UInt8]) throws(CalendarError) {
        guard let contents = ZoneFile(file) else {
            throw CalendarError("the file of the time zone '\(name)' is none of the tz database, or it is damaged")
        }
        var changes: [Change] = []
        var last = contents.firstOffset
        for change in contents.changes where change.offset != last {
            changes.append(change)
            last = change.offset
        }
        self.init(name: name, firstOffset: contents.firstOffset, changes: changes, rule: contents.rule)
    }
}

private struct ZoneFile {
    let firstOffset: Int64
    let changes: [TimeZone.Change]
    let rule: ZoneRule?

    private struct Counts {
        static let size = 44

        let isUT: Int
        let isStandard: Int
        let leaps: Int
        let changes: Int
        let types: Int
        let characters: Int

        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count >= Self.size, bytes.starts(with: "TZif".utf8),
                bytes[bytes.startIndex + 4] >= UInt8(ascii: "2")
            else { return nil }
            func count(_ place: Int) -> Int {
                Int(bytes.dropFirst(20 + place * 4).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
            }
            (isUT, isStandard, leaps, changes, types, characters) = (
                count(0), count(1), count(2), count(3), count(4), count(5)
            )
            let most = TimeZone.largestFile
            guard [isUT, isStandard, leaps, changes, types, characters].allSatisfy({ $0 <= most }) else { return nil }
        }

        func size(ofTime time: Int) -> Int {
            changes * (time + 1) + types * 6 + characters + leaps * (time + 4) + isStandard + isUT
        }
    }

    /// Some files begin with one at the Big Bang, 2^59 seconds before 1970.
    private static let moments: ClosedRange<Int64> = -(1 << 60)...(1 << 60)

    /// nil: it is damaged, or has leap seconds, which nobody's clock shows.
    init?(_ file: [UInt8]) {
        guard file.count <= TimeZone.largestFile, let old = Counts(file[...]) else { return nil }
        let second = file.dropFirst(Counts.size + old.size(ofTime: 4))
        guard let counts = Counts(second), counts.leaps == 0, counts.types > 0 else { return nil }
        let body = second.dropFirst(Counts.size)
        guard body.count >= counts.size(ofTime: 8) else { return nil }
        let kinds = body.dropFirst(counts.changes * 8).prefix(counts.changes)
        let types = body.dropFirst(counts.changes * 9)

        func offset(ofType type: Int) -> Int64 {
            Int64(
                Int32(
                    truncatingIfNeeded: types.dropFirst(type * 6).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
        }
        var changes: [TimeZone.Change] = []
        for (place, kind) in kinds.enumerated() {
            let time = body.dropFirst(place * 8).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let moment = Int64(bitPattern: time)
            guard kind < counts.types, Self.moments.contains(moment), moment > changes.last?.moment ?? .min else {
                return nil
            }
            changes.append(TimeZone.Change(moment: moment, offset: offset(ofType: Int(kind))))
        }
        let offsets = changes.map(\.offset) + [offset(ofType: 0)]
        guard offsets.allSatisfy({ abs($0) < 2 * CivilTime.secondsPerDay }) else { return nil }
        self.changes = changes
        firstOffset = offset(ofType: 0)

        let footer = body.dropFirst(counts.size(ofTime: 8))
        guard footer.count >= 2, footer.first == UInt8(ascii: "\n"), footer.last == UInt8(ascii: "\n") else {
            return nil
        }
        let line = Array(footer.dropFirst().dropLast())
        rule = line.isEmpty ? nil : ZoneRule(line)
        if !line.isEmpty, rule == nil { return nil }
    }
}
