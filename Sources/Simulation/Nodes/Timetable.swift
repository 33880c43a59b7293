import SchedulerService
import Scheduling

/// A schedule of the simulated world: its calendar knows nothing but a period.
struct Timetable: Equatable {
    /// Milliseconds.
    var period: UInt64
    var catchUp: CatchUp
    var overlap: Overlap

    init(period: UInt64, catchUp: CatchUp, overlap: Overlap) {
        self.period = period
        self.catchUp = catchUp
        self.overlap = overlap
    }

    var bytes: [UInt8] {
        [UInt8(period >> 8), UInt8(period & 0xFF), catchUp.rawValue, overlap.rawValue]
    }

    init(_ bytes: [UInt8]) {
        guard bytes.count == 4, let catchUp = CatchUp(rawValue: bytes[2]), let overlap = Overlap(rawValue: bytes[3])
        else { preconditionFailure("a schedule keeps what it was set with") }
        self.init(period: UInt64(bytes[0]) << 8 | UInt64(bytes[1]), catchUp: catchUp, overlap: overlap)
    }

    /// Ticks are whole periods since 1970.
    func tick(after time: Timestamp) -> Timestamp {
        let period = Int64(period)
        return Timestamp(milliseconds: (time.milliseconds / period + 1) * period)
    }
}
