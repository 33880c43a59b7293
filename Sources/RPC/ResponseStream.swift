package import Contract
import Platform

/// The messages of a server's stream, each with the position it was sent at. Ends when the server ends it well, and
/// throws the status when it doesn't.
///
/// For one reader. Giving up the iterator, or cancelling the task, cancels the call.
package struct ResponseStream<Response: Message>: AsyncSequence, Sendable {
    package typealias Element = (message: Response, position: Position)

    let reader: StreamReader<Response>

    package func makeAsyncIterator() -> Iterator {
        Iterator(lifetime: Lifetime(reader: reader))
    }

    package struct Iterator: AsyncIteratorProtocol {
        let lifetime: Lifetime

        package mutating func next() async throws(Status) -> Element? {
            try await lifetime.reader.next()
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(Status) -> Element? {
            try await lifetime.reader.next()
        }
    }

    /// Cancels the call when its reader goes.
    final class Lifetime: Sendable {
        let reader: StreamReader<Response>

        init(reader: StreamReader<Response>) {
            self.reader = reader
        }

        deinit {
            reader.cancel()
        }
    }
}
