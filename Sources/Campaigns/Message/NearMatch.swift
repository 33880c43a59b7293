extension [String] {
    /// The name that a slip of the fingers may have turned into `word`: at most a third of its letters differ. Names
    /// over 64 bytes are not looked at, so the cost is bounded.
    func nearest(to word: String) -> String? {
        let wanted = word.utf8.lowercasedASCII()
        guard wanted.count <= 64 else { return nil }
        let allowed = Swift.max(1, wanted.count / 3)
        return filter { $0.utf8.count <= 64 }
            .map { (name: $0, distance: editDistance($0.utf8.lowercasedASCII(), wanted)) }
            .filter { $0.distance <= allowed }
            .min { $0.distance < $1.distance }?
            .name
    }
}

/// Levenshtein's distance: insertions, deletions and substitutions of single bytes.
private func editDistance(_ source: [UInt8], _ target: [UInt8]) -> Int {
    var row = Array(0...target.count)
    for (index, byte) in source.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in target.indices {
            let substitution = diagonal + (byte == target[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substitution, row[column] + 1, diagonal + 1)
        }
    }
    return row[target.count]
}
