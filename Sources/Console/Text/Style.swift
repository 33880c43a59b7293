/// A few ways to set text apart, by the eight colours every terminal lets its user choose.
package enum Style: Sendable {
    case plain, bold, dim, red, green, yellow, cyan

    /// The text between the style's escape sequences; unchanged when colours are off.
    package func applied(to text: String, color: Bool) -> String {
        guard color, self != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(parameter)m\(text)\u{1B}[0m"
    }

    private var parameter: Int {
        switch self {
        case .plain: 0
        case .bold: 1
        case .dim: 2
        case .red: 31
        case .green: 32
        case .yellow: 33
        case .cyan: 36
        }
    }
}
