import Calendars
import RPC

/// The time zones that schedules are in: each is read once, so that a file that disappears later does no harm. A change
/// of the system's rules is seen after the next start.
struct TimeZones {
    private let database = TimeZoneDatabase()
    private var known: [String: TimeZone] = [:]

    mutating func find(_ name: String) throws(CalendarError) -> TimeZone {
        if let zone = known[name] { return zone }
        let zone = try database.zone(named: name)
        known[name] = zone
        return zone
    }
}
