package import Scheduling

extension Scheduler {
    /// As the shell does it: what an order has due goes back to work, in new jobs where it must.
    package mutating func advanceOrders() {
        while let due = dueRequeue(probes: 1_000) {
            var requeued: UInt32 = 0
            for letter in due.letters {
                guard let now = self.letter(letter.id) else {
                    requeued += 1
                    continue
                }
                if now.needsNewJob {
                    if requeueAnew([letter.id], of: letter.task.job, inputs: { _ in [] }) == nil { continue }
                } else {
                    _ = requeue(letter.id)
                }
                requeued += 1
            }
            advance(due.order, to: due.looked, requeued: requeued)
        }
    }
}
