import Scheduling

/// A client: submits, asks, cancels, and works on dead letters; sends again what was not answered. Its process lives
/// as long as the world.
final class ClientNode {
    private static let patience = Delay.milliseconds(3_000)

    unowned let world: World
    let process: Process
    private let number: Int
    private var toSubmit: Int
    private var submitted = 0
    private var link: Link?
    private var sent: UInt64 = 0
    /// Requeued jobs may fail again, and again.
    private var patienceWithLetters = 6
    /// Under way, in the order of their numbers.
    /// Those that it fills.
    var lists: [OpenList] = []
    private var open: [(number: UInt64, request: Request, tries: Int)] = []
    /// After so many tries a client gives up, and never learns what became of it.
    private static let mostTries = 3

    init(_ world: World, _ number: Int, jobs: Int) {
        self.world = world
        self.number = number
        toSubmit = jobs
        process = world.makeProcess()
    }

    var isDone: Bool { toSubmit == 0 && open.isEmpty }

    func isOpen(_ request: UInt64) -> Bool { open.contains { $0.number == request } }

    func start() {
        connect()
        act()
    }

    // MARK: The connection

    private func connect() {
        guard link == nil else { return }
        guard let link = world.connect(process) else { return connectLater() }
        self.link = link
        link.heardByPeer = { [self] message in
            if case .reply(let number, let reply, _) = message { heard(number, reply) }
        }
        link.endedForPeer = { [self, unowned link] in
            guard self.link === link else { return }
            self.link = nil
            connectLater()
        }
        for place in open.indices { open[place].tries += 1 }
        if !world.isHealed { open.removeAll { $0.tries > Self.mostTries } }
        for (number, request, _) in open { send(number, request, again: true) }
    }

    private func connectLater() {
        world.schedule(after: .milliseconds(world.chance.within(5...300)), on: process) { [self] in connect() }
    }

    private func send(_ number: UInt64, _ request: Request, again: Bool) {
        guard let link else { return }
        if case .submit(let job, _) = request {
            world.saw(.submitSent(name: job.name))
            if again { world.mark(.submitSentAgain) }
        }
        link.send(.request(number, request))
    }

    /// Returns its number.
    @discardableResult
    func ask(_ request: Request) -> UInt64 {
        sent += 1
        let number = sent
        open.append((number, request, 1))
        send(number, request, again: false)
        if case .submit = request, world.buggify(.submitTwice) { send(number, request, again: true) }
        watch(number)
        return number
    }

    /// Who waits too long for an answer takes the connection for dead.
    private func watch(_ number: UInt64) {
        world.schedule(after: Self.patience, on: process) { [self] in
            guard open.contains(where: { $0.number == number }) else { return }
            if let link {
                self.link = nil
                link.endedForPeer = {}
                link.cut(schedulerAfter: world.noticeTime(), peerAfter: .milliseconds(0))
                connect()
            }
            watch(number)
        }
    }

    // MARK: Acting

    private func act() {
        let pause = world.isHealed ? 50 : max(20, world.options.troubled / (world.options.jobs + 20))
        world.schedule(after: .milliseconds(world.chance.within(1...2 * pause)), on: process) { [self] in
            if toSubmit > 0, world.isHealed || world.chance.below(2) == 0 {
                submit()
            } else if !world.isHealed {
                askSomething()
            }
            fillLists()
            act()
        }
    }

    private func submit() {
        toSubmit -= 1
        submitted += 1
        let job = world.makeJob(name: "client \(number), job \(submitted)")
        ask(.submit(job.job, job.tasks))
    }

    private func askSomething() {
        let job = world.chance.pickAny(world.knownJobs) ?? JobID(partition: 0, counter: 99_999)
        switch world.chance.below(12) {
        case 0...2: ask(.get(job))
        case 3: if world.has(.cancel) { ask(.cancel(job)) }
        case 4...6: if world.has(.letters) { ask(.letters) }
        case 7...10: if let request = world.operatorRequest() { ask(request) }
        default: break
        }
    }

    // MARK: Hearing

    private func heard(_ number: UInt64, _ reply: Reply) {
        guard let place = open.firstIndex(where: { $0.number == number }) else { return }
        let request = open.remove(at: place).request
        switch (request, reply) {
        case (.submit(_, let tasks), .submitted(_, let job)):
            world.knownJobs.append(job)
            openLists(of: job, tasks)
        case (.append, .appended): appended(number)
        case (.append, .done): isRefused(number)
        case (.submit, .refused), (.append, .refused):
            open.append((number, request, 1))
            world.schedule(after: .milliseconds(world.chance.within(100...1_000)), on: process) { [self] in
                if open.contains(where: { $0.number == number }) { send(number, request, again: true) }
            }
        case (.letters, .letters(let letters)): work(on: letters)
        default: break
        }
    }

    private func work(on letters: [LetterView]) {
        guard patienceWithLetters > 0, let letter = world.chance.pickAny(letters) else { return }
        patienceWithLetters -= 1
        switch world.chance.below(4) {
        case 0: ask(.discard(letter.id))
        case 1: ask(.requeue([letter.id]))
        default: ask(.requeue(letters.filter { $0.task.job == letter.task.job }.map(\.id)))
        }
    }
}
