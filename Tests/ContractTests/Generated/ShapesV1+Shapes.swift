// Made by tools/generate from shapes.proto; not to be edited.
//
// Every shape that a field of proto3 can have: what the codec's tests are made of.

import Contract

extension ShapesV1 {
    /// An enum with a hole and a negative number.
    package struct Colour: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        package static let red = Self(rawValue: 1)
        package static let deepBlue = Self(rawValue: 5)
        package static let negative = Self(rawValue: -3)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "red"
            case 5: "deep blue"
            case -3: "negative"
            default: "Colour \(rawValue)"
            }
        }
    }

    package struct Empty: Message {
        package init() {}
    }

    package struct Point: Message {
        package var x: Int32 = 0
        package var y: Int32 = 0

        package init() {}

        package init(
            x: Int32 = 0,
            y: Int32 = 0
        ) {
            self.x = x
            self.y = y
        }
    }

    /// One of each type, without presence.
    package struct Scalars: Message {
        package var double: Double = 0
        package var float: Float = 0
        package var int32: Int32 = 0
        package var int64: Int64 = 0
        package var uint32: UInt32 = 0
        package var uint64: UInt64 = 0
        package var sint32: Int32 = 0
        package var sint64: Int64 = 0
        package var fixed32: UInt32 = 0
        package var fixed64: UInt64 = 0
        package var sfixed32: Int32 = 0
        package var sfixed64: Int64 = 0
        package var bool: Bool = false
        package var string: String = ""
        package var bytes: [UInt8] = []
        package var colour: ShapesV1.Colour = .unspecified
        package var point: ShapesV1.Point?
        package var empty: ShapesV1.Empty?

        package init() {}

        package init(
            double: Double = 0,
            float: Float = 0,
            int32: Int32 = 0,
            int64: Int64 = 0,
            uint32: UInt32 = 0,
            uint64: UInt64 = 0,
            sint32: Int32 = 0,
            sint64: Int64 = 0,
            fixed32: UInt32 = 0,
            fixed64: UInt64 = 0,
            sfixed32: Int32 = 0,
            sfixed64: Int64 = 0,
            bool: Bool = false,
            string: String = "",
            bytes: [UInt8] = [],
            colour: ShapesV1.Colour = .unspecified,
            point: ShapesV1.Point? = nil,
            empty: ShapesV1.Empty? = nil
        ) {
            self.double = double
            self.float = float
            self.int32 = int32
            self.int64 = int64
            self.uint32 = uint32
            self.uint64 = uint64
            self.sint32 = sint32
            self.sint64 = sint64
            self.fixed32 = fixed32
            self.fixed64 = fixed64
            self.sfixed32 = sfixed32
            self.sfixed64 = sfixed64
            self.bool = bool
            self.string = string
            self.bytes = bytes
            self.colour = colour
            self.point = point
            self.empty = empty
        }
    }

    /// Zero and absent are two.
    package struct Optionals: Message {
        package var double: Double?
        package var int32: Int32?
        package var uint64: UInt64?
        package var sint64: Int64?
        package var fixed32: UInt32?
        package var bool: Bool?
        package var string: String?
        package var bytes: [UInt8]?
        package var colour: ShapesV1.Colour?
        package var point: ShapesV1.Point?

        package init() {}

        package init(
            double: Double? = nil,
            int32: Int32? = nil,
            uint64: UInt64? = nil,
            sint64: Int64? = nil,
            fixed32: UInt32? = nil,
            bool: Bool? = nil,
            string: String? = nil,
            bytes: [UInt8]? = nil,
            colour: ShapesV1.Colour? = nil,
            point: ShapesV1.Point? = nil
        ) {
            self.double = double
            self.int32 = int32
            self.uint64 = uint64
            self.sint64 = sint64
            self.fixed32 = fixed32
            self.bool = bool
            self.string = string
            self.bytes = bytes
            self.colour = colour
            self.point = point
        }
    }

    package struct Lists: Message {
        package var doubles: [Double] = []
        package var floats: [Float] = []
        package var int32s: [Int32] = []
        package var int64s: [Int64] = []
        package var uint32s: [UInt32] = []
        package var uint64s: [UInt64] = []
        package var sint32s: [Int32] = []
        package var sint64s: [Int64] = []
        package var fixed32s: [UInt32] = []
        package var fixed64s: [UInt64] = []
        package var sfixed32s: [Int32] = []
        package var sfixed64s: [Int64] = []
        package var bools: [Bool] = []
        package var strings: [String] = []
        package var blobs: [[UInt8]] = []
        package var colours: [ShapesV1.Colour] = []
        package var points: [ShapesV1.Point] = []
        package var empties: [ShapesV1.Empty] = []
        package var unpacked: [UInt32] = []

        package init() {}

        package init(
            doubles: [Double] = [],
            floats: [Float] = [],
            int32s: [Int32] = [],
            int64s: [Int64] = [],
            uint32s: [UInt32] = [],
            uint64s: [UInt64] = [],
            sint32s: [Int32] = [],
            sint64s: [Int64] = [],
            fixed32s: [UInt32] = [],
            fixed64s: [UInt64] = [],
            sfixed32s: [Int32] = [],
            sfixed64s: [Int64] = [],
            bools: [Bool] = [],
            strings: [String] = [],
            blobs: [[UInt8]] = [],
            colours: [ShapesV1.Colour] = [],
            points: [ShapesV1.Point] = [],
            empties: [ShapesV1.Empty] = [],
            unpacked: [UInt32] = []
        ) {
            self.doubles = doubles
            self.floats = floats
            self.int32s = int32s
            self.int64s = int64s
            self.uint32s = uint32s
            self.uint64s = uint64s
            self.sint32s = sint32s
            self.sint64s = sint64s
            self.fixed32s = fixed32s
            self.fixed64s = fixed64s
            self.sfixed32s = sfixed32s
            self.sfixed64s = sfixed64s
            self.bools = bools
            self.strings = strings
            self.blobs = blobs
            self.colours = colours
            self.points = points
            self.empties = empties
            self.unpacked = unpacked
        }
    }

    package struct Choice: Message {
        /// What was chosen.
        package var choice: Choice?
        package var beside: String = ""
        package var second: Second?

        package init() {}

        package init(
            choice: Choice? = nil,
            beside: String = "",
            second: Second? = nil
        ) {
            self.choice = choice
            self.beside = beside
            self.second = second
        }

        /// What was chosen.
        package enum Choice: Sendable, Hashable {
            /// A number.
            case number(Int64)
            case flag(Bool)
            case text(String)
            case data([UInt8])
            case colour(ShapesV1.Colour)
            case point(ShapesV1.Point)
            case nothing(ShapesV1.Empty)
            case ratio(Double)
        }

        package enum Second: Sendable, Hashable {
            case left(UInt32)
            case right(UInt32)
        }
    }

    package struct Maps: Message {
        package var byName: [String: Int32] = [:]
        package var byNumber: [Int32: String] = [:]
        package var byFlag: [Bool: [UInt8]] = [:]
        package var points: [Int64: ShapesV1.Point] = [:]
        package var colours: [UInt32: ShapesV1.Colour] = [:]
        package var ratios: [UInt64: Double] = [:]

        package init() {}

        package init(
            byName: [String: Int32] = [:],
            byNumber: [Int32: String] = [:],
            byFlag: [Bool: [UInt8]] = [:],
            points: [Int64: ShapesV1.Point] = [:],
            colours: [UInt32: ShapesV1.Colour] = [:],
            ratios: [UInt64: Double] = [:]
        ) {
            self.byName = byName
            self.byNumber = byNumber
            self.byFlag = byFlag
            self.points = points
            self.colours = colours
            self.ratios = ratios
        }
    }

    /// Holds itself through a list and a map, and is nested in other ways.
    package struct Tree: Message {
        package var label: String = ""
        package var children: [ShapesV1.Tree] = []
        package var named: [String: ShapesV1.Tree] = [:]
        package var leaf: ShapesV1.Tree.Leaf?

        package init() {}

        package init(
            label: String = "",
            children: [ShapesV1.Tree] = [],
            named: [String: ShapesV1.Tree] = [:],
            leaf: ShapesV1.Tree.Leaf? = nil
        ) {
            self.label = label
            self.children = children
            self.named = named
            self.leaf = leaf
        }

        package struct Leaf: Message {
            package var kind: ShapesV1.Tree.Leaf.Kind = .unspecified

            package init() {}

            package init(
                kind: ShapesV1.Tree.Leaf.Kind = .unspecified
            ) {
                self.kind = kind
            }

            package struct Kind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
                package let rawValue: Int32

                package init(rawValue: Int32) {
                    self.rawValue = rawValue
                }

                package static let unspecified = Self(rawValue: 0)
                package static let green = Self(rawValue: 1)

                package var description: String {
                    switch rawValue {
                    case 0: "unspecified"
                    case 1: "green"
                    default: "Kind \(rawValue)"
                    }
                }
            }
        }
    }

    /// A newer Point: what it has more is unknown to an older reader.
    package struct WiderPoint: Message {
        package var x: Int32 = 0
        package var y: Int32 = 0
        package var varint: UInt64 = 0
        package var eight: UInt64 = 0
        package var text: String = ""
        package var four: UInt32 = 0
        package var more: [ShapesV1.Point] = []

        package init() {}

        package init(
            x: Int32 = 0,
            y: Int32 = 0,
            varint: UInt64 = 0,
            eight: UInt64 = 0,
            text: String = "",
            four: UInt32 = 0,
            more: [ShapesV1.Point] = []
        ) {
            self.x = x
            self.y = y
            self.varint = varint
            self.eight = eight
            self.text = text
            self.four = four
            self.more = more
        }
    }

    /// Words of Swift as names, and numbers of two bytes and more, with gaps.
    package struct Awkward: Message {
        package var `default`: String = ""
        package var `in`: Int32 = 0
        package var `is`: Bool = false
        package var `init`: String = ""

        package init() {}

        package init(
            `default`: String = "",
            `in`: Int32 = 0,
            `is`: Bool = false,
            `init`: String = ""
        ) {
            self.`default` = `default`
            self.`in` = `in`
            self.`is` = `is`
            self.`init` = `init`
        }
    }
}
