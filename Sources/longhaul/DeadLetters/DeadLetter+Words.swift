import Console
import LonghaulClient

extension DeadLetter {
    /// What went wrong. Where nobody reported a failure the cause says it: never empty.
    var reason: String { text.isEmpty && code.isEmpty ? cause.words : text }

    /// The same behind its code, where it has one.
    var failure: String { [code, reason].filter { !$0.isEmpty }.joined(separator: ": ") }
}

extension DeadLetter.Cause {
    fileprivate var words: String {
        switch self {
        case .permanent: "its handler said that trying again can't help, and not why"
        case .attemptsExhausted: "its last attempt failed, and its handler did not say why"
        case .parked: "nobody knows whether it was done, and its handler did not say why"
        case .workerLost: "one worker after another was lost while it held it"
        case .countNotSet: "nobody said how many items it has"
        case .listNotSealed: "its list of items was left open"
        case .timedOut: "its last attempt took longer than it may"
        }
    }
}
