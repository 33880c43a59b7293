/// Words for a list whose first line names no column `email`.
enum HeaderAdvice {
    private static let separators: [(character: Character, name: String)] = [
        (";", "semicolons"), ("\t", "tabs"), ("|", "bars"),
    ]
    private static let namesShown = 5

    /// What is wrong and what to do, by what the names look like.
    static func withoutEmail(_ names: [String]) -> String {
        let problem = "no column is called `email`"
        if let separator = separators.first(where: { separator in names.contains { $0.contains(separator.character) } })
        {
            return "\(problem): there are \(separator.name) between the columns: save the list with commas"
        }
        if names.contains(where: { EmailAddress.flaw(in: $0.utf8) == nil }) {
            return "\(problem): the first line is a recipient already: put a line before it that names the columns"
        }
        if let name = names.first(where: { isEmail(trimmed($0)) }) {
            return "\(problem): take the space away around `\(String.excerpt(name.utf8))`"
        }
        if let name = names.nearest(to: "email") {
            return "\(problem): is it `\(String.excerpt(name.utf8))`? Then call it so"
        }
        let shown = names.prefix(namesShown).map { "`\(String.excerpt($0.utf8))`" }.joined(separator: ", ")
        let more = names.count > namesShown ? ", …" : ""
        return "\(problem): the first line must name the columns, and names \(shown)\(more)"
    }

    private static func isEmail(_ name: [UInt8]) -> Bool { name.lowercasedASCII() == Array("email".utf8) }

    private static func trimmed(_ name: String) -> [UInt8] {
        Array(name.utf8.drop { $0 == .space }.reversed().drop { $0 == .space }.reversed())
    }
}
