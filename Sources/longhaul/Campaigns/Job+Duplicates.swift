import Campaigns
import Console
import Contract
import LonghaulClient

extension Job {
    /// Says that a campaign's list repeats addresses, as soon as it was checked; nil when it does not. Its sender has to
    /// know: the mail goes out again to each.
    var duplicates: String? {
        for task in tasks where task.kind == CampaignPlan.probe {
            guard let output = task.outputs.first, let probe = Self.probe(output), probe.duplicates > 0 else {
                continue
            }
            let (rows, all) = (Format.count(probe.duplicates), Format.count(probe.recipients))
            let (verb, what) = probe.duplicates == 1 ? ("repeats", "it gets") : ("repeat", "each gets")
            return "\(task.name): \(rows) of the list's \(all) rows \(verb) the address of an earlier one, "
                + "perhaps in other case: \(what) a mail of its own"
        }
        return nil
    }

    private static func probe(_ output: TaskOutput) -> CampaignsV1.Probe? {
        // An output of somebody else's handler says nothing of duplicates.
        try? Codec().decode(CampaignsV1.Probe.self, from: output.data)
    }
}
