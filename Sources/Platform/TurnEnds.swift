/// Hears once, when the turn's work is done.
package protocol TurnEndHandler: AnyObject {
    func turnEnds()
}

package enum TurnPhase: Sendable {
    /// What the turn decided is handed on as one batch.
    case commit
    /// What is to be sent goes out, with one system call for each connection.
    case write
}

/// The handlers that wait for the end of the turn, in the order in which they will run.
struct TurnEnds: ~Copyable {
    private var commits = Queue<any TurnEndHandler>()
    private var writes = Queue<any TurnEndHandler>()

    mutating func add(_ handler: any TurnEndHandler, _ phase: TurnPhase) {
        switch phase {
        case .commit: commits.append(handler)
        case .write: writes.append(handler)
        }
    }

    mutating func next() -> (any TurnEndHandler)? {
        commits.popFirst() ?? writes.popFirst()
    }
}
