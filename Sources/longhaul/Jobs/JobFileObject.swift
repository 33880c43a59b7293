import Console

/// An object of a job file: knows its place in the file, and has only names that mean something there.
struct JobFileObject {
    private let json: JSON
    private let place: String

    init(_ json: JSON, at place: String, _ names: Set<String>) throws(JobFileError) {
        guard case .object(let members) = json else {
            throw JobFileError(place: place, problem: "is not an object")
        }
        if let unknown = members.first(where: { !names.contains($0.name) }) {
            throw JobFileError(
                place: place,
                problem:
                    "has '\(unknown.name)', which means nothing there: expected \(names.sorted().joined(separator: ", "))"
            )
        }
        self.json = json
        self.place = place
    }

    /// Nil where it is left out, or null.
    subscript(name: String) -> JSON? { json[name] == .null ? nil : json[name] }

    /// `limit` in bytes.
    func text(_ name: String, upTo limit: Int) throws(JobFileError) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw error(name, "is not text") }
        guard text.utf8.count <= limit else {
            throw error(name, "has \(text.utf8.count) bytes: expected at most \(limit)")
        }
        return text
    }

    /// A value as the command line takes it; a number may stand for its digits.
    func value<Value>(_ name: String, _ format: ValueFormat<Value>) throws(JobFileError) -> Value? {
        let text: String
        switch self[name] {
        case nil: return nil
        case .string(let string): text = string
        case .integer(let integer): text = String(integer)
        default: throw error(name, "is not \(format.expectation)")
        }
        guard let value = format.parse(text) else { throw error(name, "is not \(format.expectation)") }
        return value
    }

    /// Empty where it is left out.
    func array(_ name: String) throws(JobFileError) -> [JSON] {
        guard let value = self[name] else { return [] }
        guard case .array(let elements) = value else { throw error(name, "is not a list") }
        return elements
    }

    /// Text as it is, everything else as JSON.
    func bytes(_ name: String) -> [UInt8] {
        switch self[name] {
        case nil: []
        case .string(let text): Array(text.utf8)
        case .some(let value): Array(value.text.utf8)
        }
    }

    func error(_ name: String, _ problem: String) -> JobFileError {
        JobFileError(place: "\(place).\(name)", problem: problem)
    }
}
