import Console
import LonghaulClient

extension ValueFormat where Value == JobID {
    static var job: Self {
        ValueFormat(
            placeholder: "JOB", expectation: "a job's id, as 'longhaul submit' printed it", parse: { JobID($0) },
            text: { $0.description })
    }
}

extension ValueFormat where Value == DeadLetterID {
    static var letter: Self {
        ValueFormat(
            placeholder: "ID", expectation: "a dead letter's id, as 'longhaul dead list' printed it",
            parse: { DeadLetterID($0) }, text: { $0.description })
    }
}

extension ValueFormat where Value == DeadLetterGroupID {
    static var group: Self {
        ValueFormat(
            placeholder: "GROUP", expectation: "a group's id, as 'longhaul dead groups' printed it",
            parse: { DeadLetterGroupID($0) }, text: { $0.description })
    }
}

extension ValueFormat where Value == RequeueOrderID {
    static var order: Self {
        ValueFormat(
            placeholder: "ORDER", expectation: "an order's id, as 'longhaul dead orders' printed it",
            parse: { RequeueOrderID($0) }, text: { $0.description })
    }
}

extension ValueFormat where Value == Duration {
    /// Of a backoff, and of what an attempt may take. On the wire 0 stands for what is usual.
    static var upToAWeek: Self { .duration(in: .milliseconds(1) ... .seconds(7 * 86_400)) }

    /// Of a list of items that nothing is appended to.
    static var openTimeout: Self { .duration(in: .seconds(1) ... .seconds(30 * 86_400)) }

    /// Of a whole job.
    static var timeLimit: Self { .duration(in: .milliseconds(1) ... .seconds(366 * 86_400)) }
}

extension ValueFormat where Value == TaskSpec.Tolerance {
    /// "25" items, or a share of all such as "1%" and "0.5%".
    static var tolerance: Self {
        ValueFormat(
            placeholder: "N|P%", expectation: "a number of items, or a share of them such as 1% or 0.5%",
            parse: { text in
                if text.hasSuffix("%") { return perMille(text.dropLast()).map { .perMille($0) } }
                return ValueFormat<UInt64>.integer().parse(text).map { .items($0) }
            },
            text: { tolerance in
                switch tolerance {
                case .items(let count): "\(count)"
                case .perMille(let share): share % 10 == 0 ? "\(share / 10)%" : "\(share / 10).\(share % 10)%"
                }
            })
    }

    private static func perMille(_ percent: Substring) -> Int? {
        let parts = percent.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = ValueFormat<Int>.integer(in: 0...100).parse(String(parts[0])) else { return nil }
        var tenths = 0
        if parts.count == 2 {
            guard parts[1].count == 1, let digit = parts[1].first?.wholeNumberValue else { return nil }
            tenths = digit
        }
        return whole * 10 + tenths <= 1000 ? whole * 10 + tenths : nil
    }
}
