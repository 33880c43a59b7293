@testable import Contract

/// Values of every shape, at their edges.
enum Samples {
    static let scalars: [ShapesV1.Scalars] = [
        ShapesV1.Scalars(),
        ShapesV1.Scalars(
            double: -1.5, float: 3.25, int32: -1, int64: -2, uint32: 3, uint64: 4, sint32: -5, sint64: -6, fixed32: 7,
            fixed64: 8, sfixed32: -9, sfixed64: -10, bool: true, string: "eleven", bytes: [0, 1, 0, 2], colour: .red,
            point: ShapesV1.Point(x: 1, y: -1), empty: ShapesV1.Empty()),
        ShapesV1.Scalars(
            double: .greatestFiniteMagnitude, float: .leastNonzeroMagnitude, int32: .min, int64: .min, uint32: .max,
            uint64: .max, sint32: .min, sint64: .min, fixed32: .max, fixed64: .max, sfixed32: .min, sfixed64: .min,
            bool: true, string: "naïve café, \u{1F6A2} 東京", bytes: [UInt8](repeating: 0, count: 300),
            colour: .negative, point: ShapesV1.Point(), empty: nil),
        ShapesV1.Scalars(
            double: .infinity, float: -.infinity, int32: .max, int64: .max, sint32: .max, sint64: .max,
            sfixed32: .max, sfixed64: .max, string: String(repeating: "x", count: 1_000),
            colour: ShapesV1.Colour(rawValue: 77)),
    ]

    static let optionals: [ShapesV1.Optionals] = [
        ShapesV1.Optionals(),
        ShapesV1.Optionals(
            double: 0, int32: 0, uint64: 0, sint64: 0, fixed32: 0, bool: false, string: "", bytes: [],
            colour: .unspecified, point: ShapesV1.Point()),
        ShapesV1.Optionals(
            double: 2.5, int32: -3, uint64: .max, sint64: .min, fixed32: 1, bool: true, string: "there", bytes: [0],
            colour: .deepBlue, point: ShapesV1.Point(x: 5, y: 6)),
        ShapesV1.Optionals(string: ""),
        ShapesV1.Optionals(bool: false),
    ]

    static let lists: [ShapesV1.Lists] = [
        ShapesV1.Lists(),
        ShapesV1.Lists(
            doubles: [0, -0.5, .infinity], floats: [1.5], int32s: [0, -1, .min, .max], int64s: [.min, 0, .max],
            uint32s: [0, 127, 128, .max], uint64s: [0, 1, .max], sint32s: [-1, 1, .min], sint64s: [.min, .max],
            fixed32s: [0, .max], fixed64s: [0, .max], sfixed32s: [-1, 1], sfixed64s: [.min],
            bools: [true, false, true],
            strings: ["", "one", "zwölf"], blobs: [[], [0], [1, 2, 3]],
            colours: [.red, .negative, .unspecified, ShapesV1.Colour(rawValue: 1_000)],
            points: [ShapesV1.Point(), ShapesV1.Point(x: 1, y: 2)], empties: [ShapesV1.Empty(), ShapesV1.Empty()],
            unpacked: [0, 300, .max]),
        ShapesV1.Lists(uint64s: [UInt64](repeating: .max, count: 1_000), strings: [String](repeating: "", count: 500)),
    ]

    static let choices: [ShapesV1.Choice] = [
        ShapesV1.Choice(),
        ShapesV1.Choice(choice: .number(0)),
        ShapesV1.Choice(choice: .number(-7), beside: "b", second: .right(0)),
        ShapesV1.Choice(choice: .flag(false)),
        ShapesV1.Choice(choice: .text("")),
        ShapesV1.Choice(choice: .text("chosen"), second: .left(9)),
        ShapesV1.Choice(choice: .data([])),
        ShapesV1.Choice(choice: .data([0, 255])),
        ShapesV1.Choice(choice: .colour(.unspecified)),
        ShapesV1.Choice(choice: .colour(.negative)),
        ShapesV1.Choice(choice: .point(ShapesV1.Point())),
        ShapesV1.Choice(choice: .point(ShapesV1.Point(x: -1, y: 1))),
        ShapesV1.Choice(choice: .nothing(ShapesV1.Empty())),
        ShapesV1.Choice(choice: .ratio(0)),
    ]

    static let maps: [ShapesV1.Maps] = [
        ShapesV1.Maps(),
        ShapesV1.Maps(
            byName: ["": 0, "a": 1, "zwölf": -12], byNumber: [0: "", -1: "minus", .max: "most"],
            byFlag: [true: [1], false: []], points: [-5: ShapesV1.Point(x: 1, y: 2), 5: ShapesV1.Point()],
            colours: [0: .unspecified, .max: .red], ratios: [0: 0, .max: 0.5]),
    ]

    static let trees: [ShapesV1.Tree] = [
        ShapesV1.Tree(),
        ShapesV1.Tree(
            label: "root",
            children: [
                ShapesV1.Tree(label: "left", leaf: ShapesV1.Tree.Leaf(kind: .green)),
                ShapesV1.Tree(children: [ShapesV1.Tree(), ShapesV1.Tree(label: "deep")]),
            ],
            named: ["x": ShapesV1.Tree(label: "named"), "y": ShapesV1.Tree()]),
    ]

    static let grant = V1.Grant(
        lease: 0x0102_0304_0506_0708, job: 77, task: 3, taskName: "send", queue: "campaigns", kind: "campaign.send",
        payload: [UInt8](repeating: 0xA5, count: 256), ranges: [0, 1_000], attempt: 1, itemCount: 1_000_000,
        context: V1.TaskContext(
            inputs: [V1.TaskInput(task: "probe", item: 0, data: [1, 2, 3])],
            dependencies: [
                V1.DependencyResult(task: "probe", items: V1.Counters(total: 1, itemCountKnown: true, done: 1))
            ]))
}
