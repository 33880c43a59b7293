import Platform
import Testing

/// The files of a campaign, and the command line that sends it.
struct Campaign {
    let list: String
    let template: String
    /// Where the mail goes: host:port.
    var server = "127.0.0.1:9"
    var options: [String] = []

    init(in folder: TemporaryFolder, list text: String, template: String = "Hello {{name}}\n") throws {
        list = folder.file("recipients.csv")
        self.template = folder.file("mail.txt")
        try TestFile.write(text, to: list)
        try TestFile.write(template, to: self.template)
    }

    var words: [String] {
        [
            "campaign", "send", "--list", list, "--template", template, "--subject", "News for {{name}}", "--from",
            "News <news@example.org>", "--smtp", server,
        ] + options
    }
}
