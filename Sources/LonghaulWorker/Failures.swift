import Contract

/// Why an item could not be worked on.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Short and stable, to group by: "550 5.1.1". Longer than 64 bytes, it is cut.
    public let code: String
    /// For people. Longer than 1,024 bytes, it is cut.
    public let text: String

    /// A failure of this code, explained by this text.
    public init(code: String, text: String) {
        self.code = code.prefix(bytes: Limits.failureCode)
        self.text = text.prefix(bytes: Limits.failureText)
    }

    /// For logs.
    public var description: String { text.isEmpty ? code : "\(code): \(text)" }
}

/// Thrown by a handler: the whole task can't go on. It becomes a dead letter, and its job fails or stalls.
public struct TaskFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the dead letter says.
    public let failure: Failure

    /// A failure of this code, explained by this text.
    public init(code: String, text: String) { failure = Failure(code: code, text: text) }

    /// For logs.
    public var description: String { failure.description }
}

/// Thrown by `Lease.next`: the items are not this worker's any more. Stop, and let it out of the handler.
public struct LeaseRevoked: Error, Sendable {}

extension V1.Failure {
    init(_ failure: Failure) { self.init(code: failure.code, text: failure.text) }

    /// A note is shorter than a failure may be.
    init(note: Failure) { self.init(code: note.code, text: note.text.prefix(bytes: Limits.noteText)) }

    var roughSize: Int { code.utf8.count + text.utf8.count + 8 }
}
