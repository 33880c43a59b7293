package import RPC

/// Why a call to Longhaul failed, and what to do next.
public struct LonghaulError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is, by gRPC's names.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// This side gave up.
        case cancelled
        /// What was asked can't be done as it was asked: the message says why.
        case invalidArgument = "invalid-argument"
        /// No answer came in time; it may have been done all the same.
        case deadlineExceeded = "deadline-exceeded"
        /// There is no such thing.
        case notFound = "not-found"
        /// Somebody else's is there already.
        case alreadyExists = "already-exists"
        /// This side may not.
        case permissionDenied = "permission-denied"
        /// A limit is reached; `retryAfter` says when it may help to try again.
        case resourceExhausted = "resource-exhausted"
        /// The state of things does not allow it.
        case failedPrecondition = "failed-precondition"
        /// Nobody is there at the moment.
        case unavailable
        /// Whatever else.
        case `internal`
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was wrong, and what to do.
    public let message: String
    /// When it may help to try again, where that is known.
    public let retryAfter: Duration?

    /// An error of this kind.
    public init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// For people.
    public var description: String { message.isEmpty ? code.rawValue : message }

    /// The same, with the name of the job that is not there: services say only that there is no such one.
    func naming(_ job: JobID) -> LonghaulError {
        guard code == .notFound else { return self }
        return LonghaulError(.notFound, "no such job \(job): it was never submitted, or its retention is over")
    }

    package init(_ status: Status) {
        let code: Code =
            switch status.code {
            case .cancelled: .cancelled
            case .invalidArgument, .outOfRange: .invalidArgument
            case .deadlineExceeded: .deadlineExceeded
            case .notFound: .notFound
            case .alreadyExists: .alreadyExists
            case .permissionDenied, .unauthenticated: .permissionDenied
            case .resourceExhausted: .resourceExhausted
            case .failedPrecondition, .aborted: .failedPrecondition
            case .unavailable: .unavailable
            default: .internal
            }
        self.init(code, status.message, retryAfter: status.retryAfter)
    }
}
