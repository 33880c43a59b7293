/// A loop that runs on a thread of its own.
package final class LoopThread: Sendable {
    package let loop: EventLoop
    private let thread: SystemThread

    init(name: String, loop: EventLoop) {
        self.loop = loop
        thread = SystemThread(name: name) { loop.run() }
    }

    /// Waits for the turn that is under way. Once only. From the loop itself it can't wait: the thread ends by itself
    /// after the turn.
    package func stop() {
        loop.stop()
        if !loop.isOnLoop { thread.join() }
    }
}
