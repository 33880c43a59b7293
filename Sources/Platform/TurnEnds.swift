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
    private struct Queue {
        var handlers: ContiguousArray<any TurnEndHandler> = []
        var position = 0

        mutating func next() -> (any TurnEndHandler)? {
            guard position < handlers.count else {
                handlers.removeAll(keepingCapacity: true)
                position = 0
                return nil
            }
            defer { position += 1 }
            return handlers[position]
        }
    }

    private var commits = Queue()
    private var writes = Queue()

    mutating func add(_ handler: any TurnEndHandler, _ phase: TurnPhase) {
        switch phase {
        case .commit: commits.handlers.append(handler)
        case .write: writes.handlers.append(handler)
        }
    }

    mutating func next() -> (any TurnEndHandler)? {
        commits.next() ?? writes.next()
    }
}
