import CDescriptors
import Glibc

/// A plugin of protoc: makes, from the .proto files, the messages as Swift values, and the bridge between these and
/// the C structs that protobuf-c encodes and decodes.
///
/// Reads a `CodeGeneratorRequest` from standard input, and writes a `CodeGeneratorResponse` to standard output. What is
/// wrong with a .proto file goes back to protoc, which shows it and fails.
///
/// Options: `c=` names the C module with protobuf-c's code for the same files; `contract=` names the module that holds
/// `Message`, when the generated code isn't part of it.
@main
struct Plugin {
    static func main() {
        let input = StandardInput.readToEnd()
        guard let request = code_generator_request__unpack(nil, input.count, input) else {
            fail("standard input holds no CodeGeneratorRequest; this program is run by protoc")
        }
        StandardOutput.write(answer(to: request.pointee).packed())
    }

    private static func answer(to request: CodeGeneratorRequest) -> Response {
        do throws(SchemaError) {
            let options = try Options(text: Descriptor.text(request.parameter))
            let schema = try Schema(request)
            var files = schema.generatedPackages.map(NamespaceEmitter.file)
            for file in schema.generatedFiles {
                let emitter = FileEmitter(schema: schema, options: options, file: file)
                files.append(contentsOf: try emitter.files())
            }
            return .files(files)
        } catch {
            return .failure(error.text)
        }
    }

    private static func fail(_ text: String) -> Never {
        let line = "protoc-gen-longhaul: \(text)\n"
        _ = line.withCString { Glibc.write(2, $0, strlen($0)) }
        exit(1)
    }
}
