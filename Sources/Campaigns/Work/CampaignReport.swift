import Contract
import Glibc
import LonghaulWorker

/// The summary as a file of JSON, written whole or not at all.
struct CampaignReport {
    let job: String
    let summary: CampaignsV1.Summary

    var text: String {
        """
        {
          "campaign": "\(job)",
          "recipients": \(summary.recipients),
          "sent": \(summary.sent),
          "dead": \(summary.dead),
          "started_unix_ms": \(summary.startedUnixMs),
          "ended_unix_ms": \(summary.endedUnixMs)
        }

        """
    }

    /// Blocks.
    func write(to path: String) throws(TaskFailure) {
        let temporary = "\(path).\(getpid()).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(temporary) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let error = failure(temporary)
                close(descriptor)
                unlink(temporary)
                throw error
            }
            bytes = bytes.dropFirst(count)
        }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
    }

    private func failure(_ path: String) -> TaskFailure {
        TaskFailure(
            code: "report",
            text:
                "the report \(path) can't be written: \(String(cString: strerror(errno))); mend it and requeue this letter"
        )
    }
}
