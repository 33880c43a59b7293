typealias LetterGroupIndex = Slab<LetterGroupRecord>.Index

/// Dead letters of one queue with one cause and alike failures. Derived.
struct LetterGroupRecord: Identified, Sendable {
    let queue: NameID
    let cause: DeathCause
    let fingerprint: UInt64
    /// In the order of their ids.
    var first = LetterIndex.none
    var last = LetterIndex.none
    var count: UInt32 = 0

    var identifier: UInt64 { Self.identifier(queue, cause, fingerprint) }

    /// Lasting: it names the group for people. SplitMix64's finalizer over the parts.
    static func identifier(_ queue: NameID, _ cause: DeathCause, _ fingerprint: UInt64) -> UInt64 {
        var mixed = fingerprint &+ (UInt64(queue.rawValue) << 8 | UInt64(cause.rawValue)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return max(1, mixed ^ mixed >> 31)
    }
}

extension State {
    /// The newest letter joins the group of its failure.
    mutating func joinGroup(_ letter: LetterIndex) {
        let record = letters[letter]
        let queue = queue(of: record.task)
        let identifier = LetterGroupRecord.identifier(queue, record.cause, record.fingerprint)
        var group = letterGroupTable.find(identifier, in: letterGroups)
        if group.isNone {
            group = letterGroups.insert(
                LetterGroupRecord(queue: queue, cause: record.cause, fingerprint: record.fingerprint))
            letterGroupTable.insert(identifier, group)
        }
        let last = letterGroups[group].last
        letters[letter].group = group
        letters[letter].previousOfGroup = last
        letters[letter].nextOfGroup = .none
        if last.isNone { letterGroups[group].first = letter } else { letters[last].nextOfGroup = letter }
        letterGroups[group].last = letter
        letterGroups[group].count += 1
    }

    mutating func leaveGroup(_ letter: LetterIndex) {
        let (group, previous, next) = (
            letters[letter].group, letters[letter].previousOfGroup, letters[letter].nextOfGroup
        )
        if previous.isNone { letterGroups[group].first = next } else { letters[previous].nextOfGroup = next }
        if next.isNone { letterGroups[group].last = previous } else { letters[next].previousOfGroup = previous }
        letterGroups[group].count -= 1
        if letterGroups[group].count > 0 { return }
        letterGroupTable.remove(letterGroups[group].identifier, group)
        letterGroups.remove(group)
    }

    mutating func fingerprint(_ letter: LetterIndex, _ fingerprint: UInt64) {
        precondition(letters[letter].id.rawValue + 1 == nextLetter, "a letter gets its fingerprint when it is written")
        leaveGroup(letter)
        letters[letter].fingerprint = fingerprint
        joinGroup(letter)
    }

    /// For checks.
    func checkLetters() -> String? {
        var (grouped, noted) = (0, tasks.indices.reduce(0) { $0 + Int(work(of: $1).failures.count) })
        for group in letterGroups.indices {
            let record = letterGroups[group]
            if letterGroupTable.find(record.identifier, in: letterGroups) != group {
                return "a group's id leads elsewhere"
            }
            var (letter, previous, count): (LetterIndex, LetterIndex, UInt32) = (record.first, .none, 0)
            while !letter.isNone {
                let member = letters[letter]
                if member.group != group || member.previousOfGroup != previous { return "a group is linked wrongly" }
                if (queue(of: member.task), member.cause, member.fingerprint)
                    != (record.queue, record.cause, record.fingerprint)
                {
                    return "letter \(member.id.rawValue) is in the wrong group"
                }
                if !previous.isNone, letters[previous].id >= member.id { return "a group is out of order" }
                count += 1
                (previous, letter) = (letter, member.nextOfGroup)
            }
            if count != record.count || previous != record.last || count == 0 { return "a group miscounts its letters" }
            grouped += Int(count)
        }
        if grouped != letters.count { return "\(grouped) letters are in groups, of \(letters.count)" }
        for letter in letters.indices { noted += Int(letters[letter].failures.count) }
        if noted != failures.count { return "\(failures.count) failures are kept, \(noted) belong to somebody" }
        for task in tasks.indices where !work(of: task).failures.isEmpty {
            let kept = failures.records(of: work(of: task).failures)
            if kept.count != work(of: task).failures.count { return "a task miscounts its failures" }
            if kept.count > FailureRecord.mostPerTask { return "a task keeps \(kept.count) failures" }
        }
        return nil
    }
}
