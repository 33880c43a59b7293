import Contract
import Glibc
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

    /// Throws when a report could not be written to `path`, as far as that can be told before. Blocks.
    static func check(_ path: String) throws(TaskFailure) {
        let folder = WholeFile.folder(of: path)
        var status = stat()
        let isThere = stat(folder, &status) == 0
        var reason = isThere ? 0 : errno
        if isThere, status.st_mode & S_IFMT != S_IFDIR { reason = ENOTDIR }
        if reason == 0, access(folder, W_OK | X_OK) != 0 { reason = errno }
        if reason == 0, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { reason = EISDIR }
        guard reason != 0 else { return }
        let error = SystemError("write to the folder \(folder)", code: reason)
        throw TaskFailure(
            code: "report",
            text: """
                The report \(path) could not be written at the end, so nobody was written to. \(error.advice) Every worker \
                must be able to write there. Then requeue this letter.
                """)
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
