/// Notes that come, change and go in moments, as a terminal shows them: long enough to be read, and without lines that
/// jump. Pure: time is passed in.
struct SteadyNotes {
    /// Another one takes its place no sooner.
    static let shortest = Duration.seconds(1)
    /// It stays for so long after it has gone, if nothing else is to be said.
    static let linger = Duration.seconds(2)

    private struct Shown {
        var note: String
        let since: Duration
        var goneSince: Duration?
        /// Something may be due then without a change.
        var due: Duration?
    }

    private var shown: [String: Shown] = [:]

    /// The bars with the notes to be shown now. Bars are told apart by their names.
    mutating func steady(_ bars: [ProgressBar], at now: Duration) -> [ProgressBar] {
        let names = Set(bars.map(\.name))
        shown = shown.filter { names.contains($0.key) }
        return bars.map { bar in
            var bar = bar
            shown[bar.name] = bar.state.isFinal ? nil : next(bar.note, after: shown[bar.name], at: now)
            bar.note = shown[bar.name]?.note
            return bar
        }
    }

    var nextDue: Duration? { shown.values.compactMap(\.due).min() }

    private func next(_ note: String?, after last: Shown?, at now: Duration) -> Shown? {
        guard var last else { return note.map { Shown(note: $0, since: now) } }
        guard let note else {
            let goneSince = last.goneSince ?? now
            last.goneSince = goneSince
            last.due = goneSince + SteadyNotes.linger
            return now < goneSince + SteadyNotes.linger ? last : nil
        }
        last.goneSince = nil
        last.due = nil
        if note == last.note { return last }
        if now >= last.since + SteadyNotes.shortest { return Shown(note: note, since: now) }
        last.due = last.since + SteadyNotes.shortest
        return last
    }
}
