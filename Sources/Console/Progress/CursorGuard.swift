import Glibc
import Synchronization

/// Shows the cursor again however the process ends while bars are drawn: by `exit`, by a signal nobody else handles,
/// or stopped with Ctrl-Z (the next frame hides it again). Knows when the process was stopped and continued: the
/// terminal was somebody else's meanwhile.
///
/// Signals that the program handles or blocks itself are left alone.
enum CursorGuard {
    private static let isArmed = Atomic(false)
    private static let isInstalled = Atomic(false)
    private static let wasContinued = Atomic(false)

    static func arm() {
        isArmed.store(true, ordering: .relaxed)
        guard !isInstalled.exchange(true, ordering: .relaxed) else { return }
        atexit { CursorGuard.showIfArmed() }
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            install(number) { number in
                CursorGuard.showIfArmed()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        install(SIGTSTP) { _ in
            CursorGuard.showIfArmed()
            raise(SIGSTOP)
        }
        install(SIGCONT) { _ in CursorGuard.wasContinued.store(true, ordering: .relaxed) }
    }

    /// True once after each stop: what was drawn before is no longer above the cursor.
    static func takeContinuation() -> Bool {
        wasContinued.exchange(false, ordering: .relaxed)
    }

    static func disarm() {
        isArmed.store(false, ordering: .relaxed)
    }

    static func show(on output: Output) {
        disarm()
        try? output.write(LiveBlock.showCursor)
    }

    /// Also called in signal handlers: touches no heap and takes no lock.
    private static func showIfArmed() {
        guard isArmed.load(ordering: .relaxed) else { return }
        let sequence: StaticString = "\u{1B}[?25h"
        _ = write(2, sequence.utf8Start, sequence.utf8CodeUnitCount)
    }

    private static func install(_ number: Int32, handler: @convention(c) (Int32) -> Void) {
        var present = sigaction()
        guard sigaction(number, nil, &present) == 0, present.__sigaction_handler.sa_handler == nil else { return }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        _ = sigaction(number, &action, nil)
    }
}
