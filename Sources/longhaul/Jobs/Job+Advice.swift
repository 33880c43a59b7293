import Console
import LonghaulClient

extension Job {
    var deadItems: UInt64 { tasks.reduce(0) { $0 + $1.dead } }

    /// What a person can do about it; nil when nothing is wrong.
    var advice: String? {
        let letters = deadItems == 1 ? "1 item is a dead letter" : "\(Format.count(deadItems)) items are dead letters"
        let look = "'longhaul dead list --job \(id)' shows why"
        switch state {
        case .stalled:
            return "job \(id) is stalled, for what is left depends on a dead task: \(look); then "
                + "'longhaul dead requeue --job \(id)' lets it go on, or 'longhaul cancel \(id)' ends it"
        case .failed:
            return "job \(id) failed: \(look), 'longhaul dead requeue --job \(id)' works on it again in a new job"
        case .succeeded where deadItems > 0:
            return "job \(id) succeeded, and \(letters), as many as were tolerated: \(look)"
        case .cancelled: return "job \(id) was cancelled"
        case .pending, .running, .succeeded: return nil
        }
    }
}
