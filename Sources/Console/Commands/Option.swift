/// A named value: `--list FILE` or `--list=FILE`. On the command line first, then in its environment variable, then
/// the default.
package struct Option<Value: Sendable>: Parameter {
    package let specification: ParameterSpecification
    private let read: @Sendable ([GivenValue]) throws(UsageProblem) -> Value

    package func value(of given: [GivenValue]) throws(UsageProblem) -> Value {
        try read(given)
    }

    private init<Element>(
        _ name: String, _ format: ValueFormat<Element>, short: Character?, placeholder: String?,
        environment: EnvironmentName?, help: String, defaultText: String? = nil, isRequired: Bool = false,
        isRepeated: Bool = false, read: @escaping @Sendable ([GivenValue]) throws(UsageProblem) -> Value
    ) {
        specification = ParameterSpecification(
            form: .option, name: name, short: short, placeholder: placeholder ?? format.placeholder, help: help,
            defaultText: defaultText, environment: environment, isRequired: isRequired, isRepeated: isRepeated)
        self.read = read
    }

    /// Takes the default's place when given.
    package init(
        _ name: String, _ format: ValueFormat<Value>, default defaultValue: Value, short: Character? = nil,
        placeholder: String? = nil, environment: EnvironmentName? = nil, help: String
    ) {
        self.init(
            name, format, short: short, placeholder: placeholder, environment: environment, help: help,
            defaultText: format.text(of: defaultValue)
        ) { given throws(UsageProblem) in
            try format.single(given) ?? defaultValue
        }
    }

    /// Nil unless given.
    package init<Element>(
        _ name: String, _ format: ValueFormat<Element>, short: Character? = nil, placeholder: String? = nil,
        environment: EnvironmentName? = nil, help: String
    ) where Value == Element? {
        self.init(name, format, short: short, placeholder: placeholder, environment: environment, help: help) {
            given throws(UsageProblem) in
            try format.single(given)
        }
    }

    /// A command line without it is wrong.
    package init(
        required name: String, _ format: ValueFormat<Value>, short: Character? = nil, placeholder: String? = nil,
        environment: EnvironmentName? = nil, help: String
    ) {
        self.init(
            name, format, short: short, placeholder: placeholder, environment: environment, help: help,
            isRequired: true
        ) { given throws(UsageProblem) in
            guard let value = try format.single(given) else {
                throw .missing("--\(name)", expected: format.expectation)
            }
            return value
        }
    }

    /// May be given many times; its variable holds the values with commas between them. Given at all, it takes the
    /// place of the whole default.
    package init<Element>(
        repeated name: String, _ format: ValueFormat<Element>, default defaultValues: [Element] = [],
        short: Character? = nil, placeholder: String? = nil, environment: EnvironmentName? = nil, help: String
    ) where Value == [Element] {
        let defaultText = defaultValues.map { format.text(of: $0) }.joined(separator: ",")
        self.init(
            name, format, short: short, placeholder: placeholder, environment: environment, help: help,
            defaultText: defaultValues.isEmpty ? nil : defaultText, isRepeated: true
        ) { given throws(UsageProblem) in
            given.isEmpty ? defaultValues : try format.all(given)
        }
    }
}

/// A yes or no: `--wait`, and `--no-wait` to take it back. The last one given counts.
package struct Flag: Parameter {
    package let specification: ParameterSpecification
    private let defaultValue: Bool

    package init(
        _ name: String, default defaultValue: Bool = false, short: Character? = nil,
        environment: EnvironmentName? = nil, help: String
    ) {
        self.defaultValue = defaultValue
        specification = ParameterSpecification(
            form: .flag, name: name, short: short, placeholder: "", help: help,
            defaultText: defaultValue ? "yes" : nil, environment: environment, isRequired: false, isRepeated: false)
    }

    package func value(of given: [GivenValue]) throws(UsageProblem) -> Bool {
        guard let last = given.last else { return defaultValue }
        switch last.text.lowercased() {
        case "yes", "true", "1", "on": return true
        case "no", "false", "0", "off": return false
        default: throw .malformed(last, expected: "yes or no")
        }
    }
}

/// A value known by its place: `longhaul watch JOB`.
package struct Positional<Value: Sendable>: Parameter {
    package let specification: ParameterSpecification
    private let read: @Sendable ([GivenValue]) throws(UsageProblem) -> Value

    package func value(of given: [GivenValue]) throws(UsageProblem) -> Value {
        try read(given)
    }

    private init(
        _ name: String, help: String, isRequired: Bool, isRepeated: Bool = false,
        read: @escaping @Sendable ([GivenValue]) throws(UsageProblem) -> Value
    ) {
        specification = ParameterSpecification(
            form: .positional, name: name, short: nil, placeholder: name.uppercased(), help: help, defaultText: nil,
            environment: nil, isRequired: isRequired, isRepeated: isRepeated)
        self.read = read
    }

    package init(_ name: String, _ format: ValueFormat<Value>, help: String) {
        self.init(name, help: help, isRequired: true) { given throws(UsageProblem) in
            guard let value = try format.single(given) else {
                throw .missing(name.uppercased(), expected: format.expectation)
            }
            return value
        }
    }

    /// nil: not given. Only as the last one.
    package init<Given>(optional name: String, _ format: ValueFormat<Given>, help: String) where Value == Given? {
        self.init(name, help: help, isRequired: false) { given throws(UsageProblem) in try format.single(given) }
    }

    /// All that is left, also what stands behind `--`; only as the last one.
    package init<Element>(rest name: String, _ format: ValueFormat<Element>, help: String) where Value == [Element] {
        self.init(name, help: help, isRequired: false, isRepeated: true) { given throws(UsageProblem) in
            try format.all(given)
        }
    }
}

extension ValueFormat {
    fileprivate func single(_ given: [GivenValue]) throws(UsageProblem) -> Value? {
        guard let first = given.first else { return nil }
        if given.count > 1 { throw .givenTwice(first, given[1]) }
        return try value(of: first)
    }

    fileprivate func all(_ given: [GivenValue]) throws(UsageProblem) -> [Value] {
        try given.map { one throws(UsageProblem) in try value(of: one) }
    }

    private func value(of given: GivenValue) throws(UsageProblem) -> Value {
        guard let value = parse(given.text) else { throw .malformed(given, expected: expectation) }
        return value
    }
}
