import Glibc

/// The methods that a server knows, by name.
///
/// There are a dozen, of different lengths: looking at each in turn is faster than hashing the name, and allocates
/// nothing.
struct MethodTable {
    enum Handler {
        case unary((UnsafeRawBufferPointer, RawCall) -> Void)
        case stream((UnsafeRawBufferPointer, RawStream) -> Void)
    }

    private var methods: [(name: [UInt8], handler: Handler)] = []

    mutating func add(_ name: String, _ handler: Handler) {
        let bytes = Array(name.utf8)
        precondition(!methods.contains { $0.name == bytes }, "\(name) has a handler already")
        methods.append((bytes, handler))
    }

    func find(_ name: UnsafeRawBufferPointer) -> Handler? {
        for method in methods where method.name.count == name.count {
            let isEqual = method.name.withUnsafeBytes { bytes in
                name.isEmpty || memcmp(bytes.baseAddress!, name.baseAddress!, name.count) == 0
            }
            if isEqual { return method.handler }
        }
        return nil
    }
}
