import Contract
import SchedulerService
import Scheduling
import Storage

/// Items that come in batches, as `SchedulerService+Lists` keeps and hands out their payloads.
extension SchedulerNode {
    func append(_ items: [[UInt8]], at first: UInt32, seals: Bool, to task: TaskID) -> Reply {
        if isRefused { return .refused }
        let bytes = items.map(\.count)
        let outcome = core.append(
            UInt32(items.count), bytes: UInt32(bytes.reduce(0, +)), largest: UInt32(bytes.max() ?? 0), at: first,
            seals: seals, to: task)
        world.note("append of # items to job #, task #", UInt64(items.count), task.job.rawValue, UInt64(task.ordinal))
        switch outcome {
        case .appended(let batch):
            world.mark(.appended)
            payloads[batch] = items
            do {
                attach(Attachment(id: batch.rawValue, bytes: try codec.bytes(of: V1.ItemList(items: items))))
            } catch {
                preconditionFailure("items can be encoded: \(error)")
            }
            return .appended
        case .known:
            world.mark(seals ? .sealed : .appendedBefore)
            return .appended
        case .outOfOrder, .closed, .noSuchTask, .notListed, .full:
            world.mark(.appendRefused)
            return .done
        }
    }

    /// From the disk, where they are; else they are on their way there.
    func items(of grant: ListedGrant) -> [[UInt8]] {
        grant.parts.flatMap { part in
            guard let bytes = try? store.readAttachment(part.batch.rawValue) else {
                guard let items = payloads[part.batch] else {
                    world.object(
                        "payloads-stay", "batch \(part.batch.rawValue) of lease \(grant.lease.rawValue) is gone")
                    return [[UInt8]]()
                }
                return Array(items[part.items])
            }
            guard let list = try? codec.decode(V1.ItemList.self, from: bytes) else {
                preconditionFailure("what was written can be read")
            }
            return Array(list.items[part.items])
        }
    }

    /// Lists that clients have forgotten.
    func sealAll(of job: JobID) {
        for task in core.tasks(of: job) where task.takesItems {
            _ = core.append(0, bytes: 0, largest: 0, at: task.itemCount, seals: true, to: task.id)
        }
    }
}
