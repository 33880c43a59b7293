/// One answer of a server: its code and its lines of text.
package struct SMTPReply: Equatable, Sendable, CustomStringConvertible {
    package enum Class: Equatable, Sendable {
        case completed
        case goOn
        case transient
        case permanent
    }

    /// 200 to 599.
    package let code: Int
    /// The lines' text without the code.
    package let lines: [String]

    package var kind: Class {
        switch code / 100 {
        case 2: .completed
        case 3: .goOn
        case 4: .transient
        default: .permanent
        }
    }

    /// RFC 3463's code at the head of the text, when its class fits the reply's.
    package var enhancedCode: String? {
        guard let first = lines.first, let word = first.split(separator: " ").first else { return nil }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == String(code / 100),
            parts.allSatisfy({ (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isASCIIDigit) })
        else { return nil }
        return String(word)
    }

    /// The text of all lines, without the enhanced code.
    package var text: String {
        guard let enhancedCode else { return lines.joined(separator: " ") }
        return lines.map { line in
            guard line.hasPrefix(enhancedCode) else { return line }
            return String(line.dropFirst(enhancedCode.count).drop { $0 == " " })
        }.joined(separator: " ")
    }

    func failure(_ stage: DeliveryFailure.Stage) -> DeliveryFailure {
        let whole = [String(code), enhancedCode].compactMap { $0 }.joined(separator: " ")
        return DeliveryFailure(code: whole, text: text, stage: stage)
    }

    package var description: String { "\(code) \(lines.joined(separator: " "))" }
}
