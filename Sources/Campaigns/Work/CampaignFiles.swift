import Contract
import Glibc
import LonghaulWorker

extension CampaignsV1.Campaign {
    /// Of a task that was submitted with it.
    init(payload: [UInt8]) throws(TaskFailure) {
        do throws(CodecError) {
            self = try Codec().decode(CampaignsV1.Campaign.self, from: payload)
        } catch {
            throw TaskFailure(code: "bad-payload", text: "the payload is no campaign: \(error)")
        }
    }

    /// Blocks: reads the templates.
    func content() throws(TaskFailure) -> CampaignContent {
        CampaignContent(
            from: from, subject: subject, text: try TemplateFile.read(text),
            html: html.isEmpty ? nil : try TemplateFile.read(html), unsubscribe: unsubscribe, textName: text,
            htmlName: html)
    }

    func server() throws(TaskFailure) -> SMTPServer {
        try taskFailure { () throws(SMTPError) in
            let host = try SMTPServer(url: server, allowsPlaintext: allowPlaintext).host
            let login =
                credentials.isEmpty
                ? try SMTPCredentials.fromEnvironment(for: host)
                : try SMTPCredentials(file: credentials, for: host)
            return try SMTPServer(
                url: server, credentials: login, allowsPlaintext: allowPlaintext,
                authorities: authorities.isEmpty ? nil : authorities)
        }
    }
}

extension CampaignContent {
    /// Of one of which, if there are two, is known that it is another one.
    var templates: String {
        html == nil ? "The template \(textName)" : "One of the templates \(textName) and \(htmlName)"
    }

    /// Equal for equal contents: what was checked is what is sent.
    var fingerprint: UInt64 {
        var hash = ContentHash()
        for part in [Array(from.utf8), Array(subject.utf8), text, html ?? []] + unsubscribe.map({ Array($0.utf8) }) {
            hash.update(part.span)
            hash.update([0xFF].span)
        }
        return hash.value
    }
}

enum TemplateFile {
    private static let limit = Template.Limits.source

    static func read(_ path: String) throws(TaskFailure) -> [UInt8] {
        // A FIFO would hold the thread until somebody writes.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let openReason = errno
        guard descriptor >= 0 else {
            throw failure(path, "can't be opened: \(String(cString: strerror(openReason)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(path, "is not a regular file")
        }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var reason: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                let code = errno
                if got < 0 { reason = code }
                count = max(0, got)
            }
            if reason == EINTR { continue }
            if reason != 0 { throw failure(path, "can't be read: \(String(cString: strerror(reason)))") }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
        throw failure(path, "has more than \(limit) bytes: a template is no place for attachments")
    }

    private static func failure(_ path: String, _ text: String) -> TaskFailure {
        TaskFailure(
            code: "template-unreadable", text: "the template \(path) \(text); every worker must find it there")
    }
}

/// What stops the whole campaign, as its dead letter says it.
func taskFailure<Value: ~Copyable, Reason: Error & CustomStringConvertible>(
    _ body: () throws(Reason) -> Value
) throws(TaskFailure) -> Value {
    do throws(Reason) {
        return try body()
    } catch {
        throw TaskFailure(reason: error)
    }
}

extension TaskFailure {
    init(reason: some CustomStringConvertible) {
        switch reason {
        case let error as RecipientListError:
            self.init(code: error.code.rawValue, text: error.text(upTo: Limits.failureText))
        case let error as CampaignContentError:
            self.init(code: error.code.rawValue, text: error.description)
        case let error as SMTPError:
            self.init(code: error.code.rawValue, text: error.message)
        default: self.init(code: "campaign", text: reason.description)
        }
    }
}
