import Glibc
import Testing

/// The blocks of a file under proto/vectors: "key: value" lines, blank lines between blocks.
func vectors(_ file: String, path: String = #filePath) throws -> [[String: String]] {
    let root = path.split(separator: "/").dropLast(3).joined(separator: "/")
    let text = try contents(of: "/\(root)/proto/vectors/\(file)")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
    return lines.split(separator: "").map { block in
        Dictionary(
            uniqueKeysWithValues: block.map { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), String(parts[1].drop { $0 == " " }))
            })
    }
}

func bytes(hex: String) throws -> [UInt8] {
    try hex.split(separator: " ").map { try #require(UInt8($0, radix: 16)) }
}

private func contents(of path: String) throws -> String {
    let file = try #require(fopen(path, "r"), "no vectors at \(path)")
    defer { fclose(file) }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { text += chunk[..<count] }
    return String(decoding: text, as: UTF8.self)
}
