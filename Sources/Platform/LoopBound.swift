/// Carries something that belongs to a loop's thread through code that may run anywhere; only that thread can look at it.
package struct LoopBound<Value>: @unchecked Sendable {
    package let loop: EventLoop
    private let bound: Value

    /// On the loop's thread, or before `value` is known to anybody else.
    package init(_ value: Value, _ loop: EventLoop) {
        self.loop = loop
        bound = value
    }

    /// Traps on every other thread.
    package var value: Value {
        loop.preconditionOnLoop()
        return bound
    }
}
