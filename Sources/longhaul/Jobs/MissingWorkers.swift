import LonghaulClient

/// Finds the tasks of one job that nobody will ever take as things are, and says so once for each kind and queue.
struct MissingWorkers {
    private struct Place: Hashable {
        let kind: String
        let queue: String
    }

    private var told: Set<Place> = []

    /// Asking for the workers can bring something new.
    func isWorthAsking(about job: Job) -> Bool { !untold(in: job).isEmpty }

    mutating func notes(about job: Job, workers: [WorkerStatus]) -> [String] {
        untold(in: job).filter { place in !workers.contains { $0.takes(place.kind, from: place.queue) } }.map { place in
            told.insert(place)
            return "no worker takes '\(place.kind)' from queue '\(place.queue)': job \(job.id) waits for one; "
                + "'longhaul workers' shows those there are, 'longhaul worker' starts one"
        }
    }

    /// In the order of the tasks.
    private func untold(in job: Job) -> [Place] {
        var places: [Place] = []
        for task in job.tasks where task.waitsForWorker {
            let place = Place(kind: task.kind, queue: task.queue)
            if !told.contains(place), !places.contains(place) { places.append(place) }
        }
        return places
    }
}

extension TaskStatus {
    /// Some of its items could be worked on, and nobody has any.
    var waitsForWorker: Bool {
        guard state == .ready || state == .running, leases == 0, let total else { return false }
        return total > done + dead + leased + retrying + cancelled
    }
}

extension WorkerStatus {
    fileprivate func takes(_ kind: String, from queue: String) -> Bool {
        isConnected && !isDraining && kinds.contains(kind) && (queues.isEmpty || queues.contains(queue))
    }
}
