import Contract
import LonghaulWorker
import Scheduling

/// What the slots' handlers do with their leases.
extension WorkerNode {
    private enum Fate {
        case done
        case doneWithOutput
        case retry
        case dead
        case parked
        case kills
    }

    /// A slot goes on: with the items it has, else with more of its lease, else with another one.
    func step(_ place: Int) {
        guard process.isAlive else { return }
        slots[place].isWaiting = false
        guard let lease = slots[place].lease else { return begin(place) }
        if !slots[place].items.isEmpty { return work(place, lease) }
        let next =
            slots[place].mustReserve
            ? ledger.reserveOnly(of: lease) : ledger.next(of: lease, upTo: world.chance.within(1...16))
        switch next {
        case .items(let items):
            // What was reserved is handed out by the first `next`.
            if slots[place].mustReserve { slots[place].mustReserve = false } else { slots[place].items = items }
            stepLater(place)
        case .exhausted where slots[place].mustReserve: finish(place, lease, .abandoned)
        case .exhausted: finish(place, lease, .returned)
        case .full:
            slots[place].isWaiting = true
            say()
        case .revoked: cancel(place)
        }
    }

    private func stepLater(_ place: Int) {
        slots[place].number += 1
        let number = slots[place].number
        var time = (world.isHealed ? min(world.options.itemTime, 10) : world.options.itemTime) * 1_000
        if isSlow, world.has(.slowWorker) { time *= 10 }
        let wait = time == 0 ? 0 : world.chance.within(time / 2...time * 3 / 2)
        world.schedule(after: .microseconds(wait), on: process) { [self] in
            if slots[place].number == number { step(place) }
        }
    }

    private func begin(_ place: Int) {
        while !ready.isEmpty {
            let lease = ready.removeFirst()
            switch ledger.begin(lease, slot: place) {
            case .begun: slots[place] = Slot(lease: lease, number: slots[place].number)
            case .full: slots[place] = Slot(lease: lease, mustReserve: true, number: slots[place].number)
            case .revoked:
                finished += 1
                continue
            }
            return stepLater(place)
        }
    }

    /// The next item, or some at once where they are many.
    private func work(_ place: Int, _ lease: UInt64) {
        guard let grant = grants[lease] else { return cancel(place) }
        let count = min(UInt64(slots[place].items.count), grant.itemCount > 100 ? 8 : 1)
        let items = slots[place].items.prefix(Int(count))
        slots[place].items = items.endIndex..<slots[place].items.upperBound
        for item in items {
            switch fate(of: item, grant) {
            case .kills: return die()
            case .done:
                // Some handlers leave it to their end.
                if grant.itemCount > 1 || world.chance.below(2) == 0 { settle(item, lease, nil) }
            case .doneWithOutput:
                let output = V1.Output(item: item, data: [UInt8(truncatingIfNeeded: item), 1])
                let added = growth(of: item, grant)
                settle(item, lease, added.isEmpty ? .output(output) : .growth(output, added))
            case .retry: fail(item, lease, .retry)
            case .dead: fail(item, lease, .dead)
            case .parked: fail(item, lease, .parked)
            }
        }
        if world.chance.below(6) == 0 { ledger.keep([UInt8(truncatingIfNeeded: items.endIndex), 2, 3], for: lease) }
        if world.has(.taskFailure), world.chance.below(40) == 0 {
            return finish(place, lease, .taskFailed(V1.Failure(code: "task", text: "it can't go on")))
        }
        if world.has(.itemFailure), world.chance.below(60) == 0 {
            return finish(
                place, lease, world.chance.below(2) == 0 ? .abandoned : .failed(V1.Outcome(disposition: .retry)))
        }
        stepLater(place)
    }

    private func settle(_ item: UInt64, _ lease: UInt64, _ detail: Extras.Detail?) {
        ledger.settle(item, of: lease, detail)
        done[lease, default: []].insert(UInt32(item))
    }

    private func fail(_ item: UInt64, _ lease: UInt64, _ disposition: V1.Disposition) {
        let failure = V1.Failure(code: "item", text: "it failed")
        ledger.settle(item, of: lease, .outcome(V1.Outcome(item: item, disposition: disposition, failure: failure)))
        failed[lease, default: []].insert(UInt32(item))
    }

    /// The same for whoever works on it, at this attempt.
    private func fate(of item: UInt64, _ grant: V1.Grant) -> Fate {
        let draw = Chance.fixed(world.options.seed, grant.job, UInt64(grant.task), item)
        if world.has(.poison), draw % 200 == 0 { return .kills }
        if world.has(.itemFailure) {
            switch Chance.fixed(draw, UInt64(grant.attempt)) % 40 {
            case 0...4: return .retry
            case 5: return .dead
            case 6 where draw % 3 == 0: return .parked
            default: break
            }
        }
        return draw % 8 == 1 ? .doneWithOutput : .done
    }

    /// The same for whoever works on it. What is added adds nothing itself.
    private func growth(of item: UInt64, _ grant: V1.Grant) -> [V1.AddedTask] {
        guard !grant.taskName.hasPrefix("added"), item < 4 else { return [] }
        let count = Chance.fixed(grant.job, UInt64(grant.task), item, 7) % 4
        return (0..<count).map { place in
            let task = V1.TaskSpec(
                name: "added by \(grant.job)/\(grant.task), item \(item): \(place)", queue: grant.queue,
                kind: grant.kind,
                items: .itemCount(1 + place), dependsOn: place == 2 ? [0, 1] : [])
            // Of those that wait it knows the ones that have no item count yet.
            let before = place == 0 ? grant.context?.unsetCounts.prefix(1).map(\.name) ?? [] : []
            return V1.AddedTask(item: item, task: task, before: before)
        }
    }

    /// Each item has its own.
    func checkPayloads(of grant: V1.Grant) {
        let items = stride(from: 0, to: grant.ranges.count, by: 2).flatMap { grant.ranges[$0]..<grant.ranges[$0 + 1] }
        if grant.items != items.map({ ClientNode.payload(of: UInt32($0)) }) {
            world.object("payloads-stay", "lease \(grant.lease) has payloads that are not its items'")
        }
    }

    private func finish(_ place: Int, _ lease: UInt64, _ result: Ledger.HandlerResult) {
        if let grant = grants[lease] {
            for unset in grant.context?.unsetCounts ?? [] where !world.has(.itemFailure) || world.chance.below(6) > 0 {
                let count = Chance.fixed(grant.job, UInt64(unset.task)) % 12
                ledger.setItemCount(count, ofTask: unset.task, from: lease)
            }
        }
        ledger.finish(lease, result)
        finished += 1
        slots[place] = Slot(number: slots[place].number + 1)
        begin(place)
        if slots[place].lease == nil || world.chance.below(3) == 0 { say() }
    }

    /// The lease that the slot works on is not this worker's any more.
    func cancel(_ place: Int) {
        guard slots[place].lease != nil else { return }
        finished += 1
        slots[place] = Slot(number: slots[place].number + 1)
        begin(place)
    }

    func forget(_ lease: UInt64) {
        grants[lease] = nil
        done[lease] = nil
        failed[lease] = nil
        told[lease] = nil
    }

    /// The scheduler has what the report under way told of.
    func answered(_ lease: UInt64, hasEnded: Bool) {
        if let grant = grants[lease], let told = told.removeValue(forKey: lease) {
            let task = TaskID(job: JobID(rawValue: grant.job), ordinal: grant.task)
            let kept = kept(of: lease, grant, told)
            if !kept.isEmpty { world.saw(.itemsKept(LeaseID(rawValue: lease), task, kept)) }
        }
        if hasEnded {
            let slot = ledger.drop(lease)
            forget(lease)
            if let slot { cancel(slot) }
        } else {
            ledger.acknowledged(lease)
        }
    }

    private func kept(of lease: UInt64, _ grant: V1.Grant, _ told: Told) -> [UInt32] {
        switch told {
        case .everything:
            let items = stride(from: 0, to: grant.ranges.count, by: 2).flatMap {
                UInt32(grant.ranges[$0])..<UInt32(grant.ranges[$0 + 1])
            }
            return failed[lease].map { failed in items.filter { !failed.contains($0) } } ?? items
        case .report(let report):
            return done[lease, default: []].sorted().filter { item in
                UInt64(item) < report.cursor
                    || stride(from: 0, to: report.settled.count, by: 2).contains {
                        report.settled[$0] <= UInt64(item) && UInt64(item) < report.settled[$0 + 1]
                    }
            }
        }
    }

    /// What is not so, of leases of others and of before; sometimes what can't be of its own. (Else it would mislead its own
    /// ledger, which is not what is looked at here.)
    func lie() {
        guard case .joined(let link) = phase, let (lease, holder) = world.chance.pickAny(world.knownLeases) else {
            return
        }
        world.note("instance # lies about lease @", instance, lease)
        var update = V1.WorkerUpdate()
        if holder == instance {
            guard world.chance.below(10) == 0 else { return }
            update.reports = [V1.Report(lease: lease, cursor: 1 << 31)]
        } else if world.chance.below(2) == 0 {
            update.completed = [lease]
        } else {
            var report = V1.Report(lease: lease, cursor: UInt64(world.chance.below(20)))
            if world.chance.below(3) == 0 { report.ending = world.chance.pick([.returned, .taskFailed]) }
            update.reports = [report]
        }
        link.send(.worker(update))
    }
}
