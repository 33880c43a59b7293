/// What a .proto file says that can't be turned into Swift; protoc shows the text to its author.
struct SchemaError: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
