/// A method of a service with the types of what goes in and what comes out. The generated ones stand in their
/// service's enum: `V1.Scheduler.submit`.
package protocol Method<Request, Response>: Sendable {
    associatedtype Request: Message
    associatedtype Response: Message

    /// As it goes over the wire: `longhaul.v1.Scheduler/Submit`.
    var name: String { get }
}

/// One request, one response.
package struct UnaryMethod<Request: Message, Response: Message>: Method {
    package let name: String

    package init(name: String) {
        self.name = name
    }
}

/// One request, any number of responses.
package struct ServerStreamMethod<Request: Message, Response: Message>: Method {
    package let name: String

    package init(name: String) {
        self.name = name
    }
}

/// Any number of requests and responses, each way in its own time.
package struct BidirectionalMethod<Request: Message, Response: Message>: Method {
    package let name: String

    package init(name: String) {
        self.name = name
    }
}
