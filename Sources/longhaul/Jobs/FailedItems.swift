import Console
import LonghaulClient

extension TaskStatus {
    /// Items that failed for good. Nil: the whole task did, before anybody knew how many it has.
    var failedItems: UInt64? { state == .dead && total == nil ? nil : dead }
}

extension JobSummary {
    /// Items that failed for good. Nil: only tasks did of which nobody knows how many they have.
    var failedItems: UInt64? {
        let hasDeadTask = state == .failed || state == .stalled
        return hasDeadTask && dead == 0 && !isCounted ? nil : dead
    }
}

extension Format {
    /// "?" for what nobody knows.
    static func count(_ number: UInt64?) -> String { number.map { count($0) } ?? "?" }
}

extension JSON {
    /// Null for what nobody knows.
    init(_ number: UInt64?) { self = number.map { JSON($0) } ?? .null }
}
