import Console

/// What a role prints on standard output, alone and once, when it can be used: `ready scheduler 127.0.0.1:7600`.
enum ReadyLine {
    static func print(_ role: String, _ name: String) {
        // A role that nobody reads from works all the same.
        try? Output.standardOutput.write("ready \(role) \(name)\n")
    }

    /// The name, when `line` is the ready line of `role`.
    static func name(in line: String, of role: String) -> String? {
        let start = "ready \(role) "
        return line.hasPrefix(start) && line.count > start.count ? String(line.dropFirst(start.count)) : nil
    }
}
