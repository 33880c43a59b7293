/// The checked values of one command line: `arguments[property]` gives the value of a command's parameter, typed.
package struct Arguments: Sendable {
    /// The words that led to the command, for messages: "longhaul dead requeue".
    package let invocation: String
    package let environment: Environment
    /// By the parameters' labels.
    private let values: [String: any Sendable]

    init(invocation: String, environment: Environment, values: [String: any Sendable]) {
        self.invocation = invocation
        self.environment = environment
        self.values = values
    }

    /// Traps for a parameter that the command does not declare as a stored property.
    package subscript<Value>(parameter: some Parameter<Value>) -> Value {
        let label = parameter.specification.label
        guard let value = values[label] as? Value else {
            preconditionFailure("\(label) is not a parameter of '\(invocation)'")
        }
        return value
    }
}
