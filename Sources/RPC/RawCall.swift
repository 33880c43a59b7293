import Contract
package import Platform
package import Wire

/// A unary call that is to be answered, once: now or in a later turn, in any order with others.
///
/// A value that names the call; whatever is said of one that is over (answered, cancelled, its connection lost) is
/// ignored. On the loop's thread alone.
package struct RawCall {
    let connection: ServerConnection
    let key: StreamKey
    /// When the caller stops waiting; it says so itself, by a cancel.
    package let deadline: MonotonicTime?

    /// Who calls.
    package var peer: Peer { connection.peer }

    /// False once there is nobody to answer.
    package var isOpen: Bool { connection.isOpen(key) }

    /// Succeeds with a response that is encoded already.
    package func reply(_ bytes: UnsafeRawBufferPointer, at position: Position = .none) {
        connection.reply(key, at: position, copying(bytes))
    }

    package func fail(_ status: Status, at position: Position = .none) {
        precondition(!status.isOK, "A call succeeds by its reply")
        connection.finish(key, status, at: position)
    }

    /// Called at most once, when the caller has cancelled or is gone; the call still counts against the connection's
    /// limit until it is answered.
    package func onCancel(_ body: @escaping () -> Void) {
        connection.onCancel(key, body)
    }
}
