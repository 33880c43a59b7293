/// The name that was probably meant: the one with the fewest slips of the finger from what was typed, if these are at
/// most a third of its letters.
func nearestName(to typed: String, among names: [String]) -> String? {
    // What is longer than any name is no slip of the finger, and not worth the square of its length.
    guard typed.count <= 64 else { return nil }
    let scored = names.map { (name: $0, slips: slips(from: Array(typed), to: Array($0))) }
    guard let best = scored.min(by: { $0.slips < $1.slips }) else { return nil }
    return best.slips <= max(1, best.name.count / 3) ? best.name : nil
}

/// Letters left out, added, replaced or swapped with their neighbour (the restricted Damerau-Levenshtein distance).
private func slips(from source: [Character], to target: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...target.count)
    for (row, letter) in source.enumerated() {
        var current = [row + 1]
        for (column, wanted) in target.enumerated() {
            var fewest = min(last[column] + (letter == wanted ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            let isSwap = row > 0 && column > 0 && letter == target[column - 1] && source[row - 1] == wanted
            if isSwap { fewest = min(fewest, beforeLast[column - 1] + 1) }
            current.append(fewest)
        }
        beforeLast = last
        last = current
    }
    return last[target.count]
}
