import Campaigns
import Console
import Contract
import Glibc
import LonghaulClient

struct CampaignSend: Command {
    let name = "send"
    let summary = "submit a campaign: one mail to each recipient of a list"

    let list = Option(required: "list", .path, help: "a CSV file with a column 'email', where the workers find it too")
    let template = Option(required: "template", .path, help: "a file with the text; {{field}} stands for a column")
    let html = Option("html", .path, help: "a file with the same as HTML; fields are escaped in it")
    let subject = Option(required: "subject", .text(upTo: 2_000), help: "the subject; {{field}} stands for a column")
    let from = Option(
        required: "from", .text(upTo: 500), environment: .derived, help: "'Name <local@domain>', or an address alone")
    let smtp = Option(
        required: "smtp", .mailServer, environment: .derived,
        help: "the mail server: host:port, smtp://host:port or smtps://host:port; without a port "
            + "\(SMTPServer.defaultPort), for smtps \(SMTPServer.defaultPortWithTLS)")
    let credentials = Option(
        "credentials", .path, environment: .derived,
        help: "a file with the mail server's host, user and password, one a line, mode 0600")
    let plaintext = Flag("allow-plaintext", help: "send without TLS to another machine")
    let authorities = Option("authorities", .path, help: "a PEM file of authorities to trust instead of the system's")
    let unsubscribe = Option(
        repeated: "unsubscribe", .text(upTo: 900),
        help: "an https or mailto URL for List-Unsubscribe; may hold {{field}}")
    let ambiguous = Option(
        "ambiguous", .oneOf(["retry", "park"]), default: "retry",
        help: "a mail whose answer never came: sent again, or left to a person")
    let attempts = Option(
        "attempts", .integer(in: 1...1_000), default: CampaignPlan.defaultRetry.maximumAttempts,
        help: "tries of one recipient")
    let initialBackoff = Option(
        "initial-backoff", .duration(in: .milliseconds(1) ... .seconds(86_400)),
        default: CampaignPlan.defaultRetry.initialBackoff,
        help: "the longest wait before the second try; doubled for each further one")
    let maximumBackoff = Option(
        "maximum-backoff", .duration(in: .milliseconds(1) ... .seconds(604_800)),
        default: CampaignPlan.defaultRetry.maximumBackoff,
        help: "the longest wait before any try")
    let tolerate = Option(
        "tolerate", .tolerance, default: CampaignPlan.defaultTolerance,
        help: "recipients that may end as dead letters; with more of them the campaign has failed")
    let connections = Option(
        "connections", .integer(in: 1...CampaignHandlers.threadsPerLease), default: 2,
        help: "connections of one lease, as far as the server lets them; the leases of a worker share "
            + "\(CampaignHandlers.mostThreads)")
    let report = Option("report", .path, help: "a file for the summary, as JSON, written by a worker at the end")
    let campaignName = Option("name", .text(upTo: 128), help: "for people; else the list's file name")
    let tenant = Option("tenant", .text(upTo: 64), default: "default", help: "whose campaign it is")
    let priority = Option("priority", .integer(in: 0...9), default: 5, help: "higher goes first")
    let queue = Option("queue", .text(upTo: 64), default: CampaignPlan.defaultQueue, help: "where workers take it from")
    let itemsPerLease = Option(
        "items-per-lease", .integer(in: 1...1_000_000), help: "recipients of one lease; else by measured speed")
    let submission = Submission()

    let manual = Manual(
        discussion: """
            Answers at once with the campaign's id, whatever the list's size: no file is read here. A worker then \
            checks the list and the templates, and counts; workers send; one sums up. --watch follows it, and so does 'longhaul watch ID'.
            Recipients that the server refuses for good end as dead letters with its words; what it defers is tried \
            again with growing pauses, and 'slow down' is obeyed and costs nobody a try. A mail keeps its Message-ID \
            over every try. A list or template that changes under way stops the campaign: put it back and requeue.
            A mail server that stays away is tried for 30 seconds by a worker that it never answered, for 5 minutes by \
            one that it did; then the campaign stops, as a dead letter that says why, and goes on after a requeue.
            Without --credentials, a worker logs in with LONGHAUL_SMTP_USER and LONGHAUL_SMTP_PASSWORD of its own \
            environment, if LONGHAUL_SMTP_HOST there is the mail server's host. Workers keep an index of each list in \
            LONGHAUL_INDEX_DIR, else in the user's folder for caches.
            """,
        examples: [
            Manual.Example(
                "longhaul campaign send --list people.csv --template mail.txt --subject 'News for {{name}}' "
                    + "--from 'News <news@example.org>' --smtp mail.example.org:587",
                "To everybody on the list:"),
            Manual.Example("longhaul dead list --job ID", "Afterwards, who could not be reached and why:"),
        ],
        exitCodes: Submission.exitCodes)

    func run(_ arguments: Arguments) async throws -> ExitCode {
        try checkContent(arguments)
        let campaign = CampaignsV1.Campaign(
            list: absolute(arguments[list]), text: absolute(arguments[template]),
            html: arguments[html].map(absolute) ?? "", subject: arguments[subject], from: arguments[from],
            unsubscribe: arguments[unsubscribe], server: arguments[smtp],
            credentials: arguments[credentials].map(absolute) ?? "", allowPlaintext: arguments[plaintext],
            authorities: arguments[authorities].map(absolute) ?? "",
            ambiguous: arguments[ambiguous] == "park" ? .park : .retry, connections: UInt32(arguments[connections]),
            report: arguments[report].map(absolute) ?? "", id: CampaignPlan.drawID())
        var plan = CampaignPlan(campaign, name: arguments[campaignName] ?? fileName(arguments[list]))
        plan.tenant = arguments[tenant]
        plan.priority = arguments[priority]
        plan.queue = arguments[queue]
        plan.retry = RetryPolicy(
            maximumAttempts: arguments[attempts], initialBackoff: arguments[initialBackoff],
            maximumBackoff: max(arguments[initialBackoff], arguments[maximumBackoff]))
        plan.tolerance = arguments[tolerate]
        plan.itemsPerLease = arguments[itemsPerLease]
        return try submission.submit(try job(of: plan), arguments, note: CampaignArguments.way(of: campaign))
    }

    private func job(of plan: CampaignPlan) throws(CommandFailure) -> JobSpec {
        do throws(LonghaulError) { return try plan.job() } catch { throw CommandFailure(error) }
    }

    /// What needs neither the list nor the templates to be found wrong.
    private func checkContent(_ arguments: Arguments) throws(CommandFailure) {
        do throws(CampaignContentError) {
            try CampaignArguments.check(
                from: arguments[from], subject: arguments[subject], unsubscribe: arguments[unsubscribe])
        } catch {
            throw CommandFailure(.usage, "--\(error)")
        }
    }

    /// Workers have other working folders than this process.
    private func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    private func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
