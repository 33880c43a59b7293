import Contract
import LonghaulWorker
import Platform

/// The summary as a file of JSON, written whole or not at all.
struct CampaignReport {
    /// Letters, digits, hyphens and underscores; empty when the campaign goes by its job's id.
    let campaign: String
    let job: String
    /// Rows of the list that repeat an address of an earlier one: each got its mail.
    let duplicates: UInt64
    let summary: CampaignsV1.Summary

    var text: String {
        """
        {
          "campaign": "\(campaign.isEmpty ? job : campaign)",
          "job": "\(job)",
          "recipients": \(summary.recipients),
          "duplicates": \(duplicates),
          "sent": \(summary.sent),
          "dead": \(summary.dead),
          "started_unix_ms": \(summary.startedUnixMs),
          "ended_unix_ms": \(summary.endedUnixMs)
        }

        """
    }

    /// Blocks.
    func write(to path: String) throws(TaskFailure) {
        do throws(SystemError) {
            try WholeFile.replace(path, with: Array(text.utf8))
        } catch {
            throw TaskFailure(
                code: "report", text: "The report \(path) is not written. \(error.advice) Then requeue this letter.")
        }
    }
}
