/// The plugin's parameters, as `--longhaul_opt` gives them.
struct Options {
    /// The module with protobuf-c's code.
    let cModule: String
    /// The module to import `Message` from; nil when the generated code is part of it.
    let contractModule: String?

    init(text: String) throws(SchemaError) {
        var cModule: String?
        var contractModule: String?
        for option in text.split(separator: ",") {
            let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count) {
            case ("c", 2): cModule = parts[1]
            case ("contract", 2): contractModule = parts[1]
            default: throw SchemaError("unknown option '\(option)'; there are c=MODULE and contract=MODULE")
            }
        }
        guard let cModule else { throw SchemaError("the option c=MODULE is missing") }
        self.cModule = cModule
        self.contractModule = contractModule
    }
}
