import Console

/// Prints figures with the conditions under which they hold, one line of JSON each.
struct Figures {
    let bench: String
    let conditions: [JSON.Member]

    func print(_ figure: String, _ value: Double, unit: String) {
        let members: [JSON.Member] = [
            .init("bench", .string(bench)), .init("figure", .string(figure)), .init("value", .number(value)),
            .init("unit", .string(unit)),
        ]
        Swift.print(JSON.object(members + conditions).text)
    }
}
