import Campaigns
import Contract
import LonghaulClient
import Testing

@testable import longhaul

struct DuplicatesTests {
    private func job(_ kind: String = CampaignPlan.probe, recipients: UInt64, duplicates: UInt64) throws -> Job {
        let probe = try Codec().bytes(of: CampaignsV1.Probe(recipients: recipients, duplicates: duplicates))
        return Sample.job(
            .running, [Sample.task(.succeeded, kind: kind, outputs: [TaskOutput(item: 0, data: probe)])])
    }

    @Test func aListThatRepeatsAddressesIsTold() throws {
        let two = "task-0: 2 of the list's 1,000 rows repeat the address of an earlier one, perhaps in other case"
        #expect(try job(recipients: 1_000, duplicates: 2).duplicates == "\(two): each gets a mail of its own")
        let one = "task-0: 1 of the list's 2 rows repeats the address of an earlier one, perhaps in other case"
        #expect(try job(recipients: 2, duplicates: 1).duplicates == "\(one): it gets a mail of its own")
    }

    @Test func whatRepeatsNoneOrIsNotChecked() throws {
        #expect(try job(recipients: 2, duplicates: 0).duplicates == nil)
        #expect(try job("sleep", recipients: 2, duplicates: 1).duplicates == nil)
        #expect(Sample.job(.running, [Sample.task(.running, kind: CampaignPlan.probe)]).duplicates == nil)
        let foreign = [TaskOutput(item: 0, data: [0xFF])]
        #expect(
            Sample.job(.running, [Sample.task(.running, kind: CampaignPlan.probe, outputs: foreign)]).duplicates == nil)
    }
}
