import Glibc

/// What the generated code copies values out of C structs with. The structs were made by protobuf-c from checked
/// bytes, so lengths hold, texts are UTF-8 and end with NUL, and no element of a list is missing.
package enum Lifting {
    package static func string(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        let count = strlen(text)
        return text.withMemoryRebound(to: UInt8.self, capacity: count) { text in
            // Not the unchecked way, though the bytes are checked: it doesn't mark ASCII, which makes hashing slow.
            String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
        }
    }

    package static func bytes(_ start: UnsafeMutablePointer<UInt8>?, count: Int) -> [UInt8] {
        array(start, count: count)
    }

    package static func array<Element: BitwiseCopyable>(
        _ start: UnsafeMutablePointer<Element>?, count: Int
    ) -> [Element] {
        guard count > 0 else { return [] }
        return [Element](UnsafeBufferPointer(start: start, count: count))
    }

    package static func array<Lowered, Element>(
        _ start: UnsafeMutablePointer<Lowered>?, count: Int, _ lift: (Lowered) -> Element
    ) -> [Element] {
        guard count > 0, let start else { return [] }
        return [Element](unsafeUninitializedCapacity: count) { elements, filled in
            for index in 0..<count { elements.initializeElement(at: index, to: lift(start[index])) }
            filled = count
        }
    }

    /// Nil for an absent one.
    package static func message<Value: Message, Lowered>(_ memory: UnsafeMutablePointer<Lowered>?) -> Value? {
        guard let memory else { return nil }
        return Value(lifting: memory)
    }

    package static func messages<Value: Message, Lowered>(
        _ start: UnsafeMutablePointer<UnsafeMutablePointer<Lowered>?>?, count: Int
    ) -> [Value] {
        array(start, count: count) { memory in
            guard let memory else { preconditionFailure("protobuf-c fills every element of a list") }
            return Value(lifting: memory)
        }
    }

    /// Of two entries with one key, the later counts.
    package static func dictionary<Lowered, Key: Hashable, Value>(
        _ start: UnsafeMutablePointer<UnsafeMutablePointer<Lowered>?>?, count: Int,
        _ lift: (UnsafeMutablePointer<Lowered>) -> (Key, Value)
    ) -> [Key: Value] {
        var dictionary: [Key: Value] = [:]
        for entry in UnsafeBufferPointer(start: start, count: count) {
            guard let entry else { preconditionFailure("protobuf-c fills every element of a list") }
            let (key, value) = lift(entry)
            dictionary[key] = value
        }
        return dictionary
    }
}
