import CDescriptors
import Glibc

struct GeneratedFile {
    let name: String
    let content: String
}

/// What goes back to protoc.
enum Response {
    case files([GeneratedFile])
    /// For the author of the .proto file.
    case failure(String)

    /// The bytes of the `CodeGeneratorResponse`. The C structs live as long as the process, which ends with them.
    func packed() -> [UInt8] {
        var response = CodeGeneratorResponse()
        code_generator_response__init(&response)
        // FEATURE_PROTO3_OPTIONAL: without it, protoc refuses files that say `optional`.
        response.has_supported_features = 1
        response.supported_features = 1
        switch self {
        case .failure(let text):
            response.error = strdup(text)
        case .files(let files):
            let list = UnsafeMutablePointer<UnsafeMutablePointer<CodeGeneratorFile>?>.allocate(capacity: files.count)
            for (index, file) in files.enumerated() {
                let lowered = UnsafeMutablePointer<CodeGeneratorFile>.allocate(capacity: 1)
                code_generator_file__init(lowered)
                lowered.pointee.name = strdup(file.name)
                lowered.pointee.content = strdup(file.content)
                list[index] = lowered
            }
            response.n_file = files.count
            response.file = list
        }
        let size = code_generator_response__get_packed_size(&response)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = code_generator_response__pack(&response, buffer.baseAddress)
        }
    }
}
