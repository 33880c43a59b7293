/// A message of the contract as a plain value. `Codec` turns it into bytes and back.
///
/// Fields that this version doesn't know are dropped when a message is decoded, so that older programs can read
/// what newer ones write; they don't come back when the value is encoded again. A number of an enum that has no
/// name here is kept.
///
/// The generated code conforms, and nothing else: `descriptor`, `lower` and `init(lifting:)` are for the codec alone.
package protocol Message: Sendable, Hashable {
    /// Every field at its default.
    init()

    static var descriptor: MessageDescriptor { get }

    /// Writes the C struct for this value to `memory`, which has room for it. What the struct points to lies in the
    /// arena, and lives until that is reset.
    func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError)

    /// Copies the value out of a C struct that protobuf-c made of checked bytes.
    init(lifting memory: UnsafeRawPointer)
}
