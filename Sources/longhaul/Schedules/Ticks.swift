import Calendars
import Console
import LonghaulClient

/// The next ticks of a schedule, as this machine's time zones have them.
struct Ticks {
    /// Milliseconds since 1970.
    let moments: [Int64]
    private let zone: TimeZone

    /// None when the schedule has no next one. Throws where the expression or the zone can't be read here: the
    /// scheduler, perhaps on another machine, could.
    init(_ schedule: Schedule, count: Int) throws(CommandFailure) {
        do throws(CalendarError) {
            let expression = try CronExpression(schedule.cron)
            zone = try TimeZoneDatabase().zone(named: schedule.timeZone)
            var moments: [Int64] = []
            var next = schedule.nextTick
            while let tick = next, moments.count < count {
                moments.append(tick)
                next = expression.next(after: tick / 1_000, in: zone).map { $0 * 1_000 }
            }
            self.moments = moments
        } catch {
            throw CommandFailure(.failed, "the ticks of schedule \(schedule.name) can't be told here: \(error)")
        }
    }

    /// What clocks of the schedule's zone show, and UTC.
    func words(_ moment: Int64) -> [String] {
        [zone.text(of: moment / 1_000), Format.timestamp(unixMilliseconds: moment)]
    }

    func json(_ moment: Int64) -> JSON {
        ["tick": JSON(time: moment), "local": .string(zone.text(of: moment / 1_000)), "time_zone": .string(zone.name)]
    }
}
