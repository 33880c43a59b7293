extension String {
    /// As many whole characters as fit.
    package func prefix(bytes: Int) -> String {
        if utf8.count <= bytes { return self }
        var end = startIndex
        while end < endIndex, utf8.distance(from: startIndex, to: index(after: end)) <= bytes {
            end = index(after: end)
        }
        return String(self[..<end])
    }
}
