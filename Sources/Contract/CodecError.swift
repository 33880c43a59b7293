/// Why a message could not be encoded or decoded. What was begun is taken back: the codec is ready for the next one.
package struct CodecError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        // Bytes that are no message.
        /// The bytes end inside a field.
        case truncated
        /// A varint of more than 64 bits, or a tag or length of more than 32.
        case varintTooLong
        /// Number 0, or one past protobuf's highest.
        case fieldNumber
        /// Groups, which proto3 doesn't have, and the two unused wire types.
        case wireType
        /// The field is known, and these bytes are not of its type.
        case fieldType
        case notUTF8
        /// A text with a NUL inside, which protobuf-c would cut off there.
        case nulInText
        /// A field that can be there once, and holds a message, is there twice.
        case duplicate

        // Limits.
        /// The message is larger than a frame may be.
        case tooLarge
        case tooDeep
        case tooManyFields
        case tooManyUnknownFields
        /// The message would take too much memory for its size.
        case overBudget
        /// Whoever was to give memory for the bytes has none.
        case noRoom

        /// protobuf-c refused what the check let pass.
        case refused
    }

    /// A field on the way from the outermost message to the fault.
    package struct Field: Sendable, Hashable {
        package let number: UInt32
        /// Nil for a field that this version doesn't know.
        package let name: String?

        package init(number: UInt32, name: String?) {
            self.number = number
            self.name = name
        }
    }

    package let code: Code
    /// The full name of the message that was to be encoded or decoded: `longhaul.v1.SubmitRequest`.
    package var message: String
    /// Outermost first; empty when no field is to blame.
    package var path: [Field]
    /// In the bytes to decode, where the fault was seen. Nil when encoding.
    package var offset: Int?

    package init(_ code: Code, message: String = "", path: [Field] = [], offset: Int? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.offset = offset
    }
}

extension CodecError: CustomStringConvertible {
    /// `longhaul.v1.SubmitRequest: jobs.tasks.kind (1.4.3): text that is not UTF-8, at byte 37`
    package var description: String {
        var text = message.isEmpty ? "message" : message
        if !path.isEmpty {
            let names = path.map { $0.name ?? "unknown field" }.joined(separator: ".")
            let numbers = path.map { String($0.number) }.joined(separator: ".")
            text += ": \(names) (\(numbers))"
        }
        text += ": \(code)"
        if let offset { text += ", at byte \(offset)" }
        return text
    }
}

extension CodecError.Code: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the bytes end inside a field; send the whole message"
        case .varintTooLong: "a varint is too long"
        case .fieldNumber: "a field number out of range"
        case .wireType: "a wire type that proto3 doesn't have"
        case .fieldType: "the field is of another type; compare the .proto files"
        case .notUTF8: "text that is not UTF-8; use a bytes field for what is no text"
        case .nulInText: "text with a NUL inside; use a bytes field for what is no text"
        case .duplicate: "a single message is there twice; send it once"
        case .tooLarge: "more than \(Limits.frame) bytes; send less at once, and keep large data in object storage"
        case .tooDeep: "nested deeper than \(Limits.nesting)"
        case .tooManyFields: "more than \(Limits.fields) fields; send less at once"
        case .tooManyUnknownFields:
            "more than \(Limits.unknownFields) fields that are not known here; update this program"
        case .overBudget: "takes too much memory for its size; send less at once"
        case .noRoom: "no room for the bytes; wait until others have gone"
        case .refused: "refused by protobuf-c"
        }
    }
}

extension CodecError {
    /// This error as seen from one message further out. `memory` is that message's C struct.
    func inside(_ number: Int, of memory: UnsafeRawPointer) -> CodecError {
        inside(UInt32(number), of: MessageDescriptor(of: memory))
    }

    func inside(_ number: UInt32, of descriptor: MessageDescriptor) -> CodecError {
        var error = self
        error.path.insert(Field(number: number, name: descriptor.fieldName(number)), at: 0)
        return error
    }
}
