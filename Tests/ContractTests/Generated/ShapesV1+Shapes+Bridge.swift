// Made by tools/generate from shapes.proto; not to be edited.

import CProtobufC
import CShapes
package import Contract

extension ShapesV1.Empty {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Empty()
        longhaul__shapes__v1__empty__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Empty.self, capacity: 1)
        longhaul__shapes__v1__empty__init(message)
    }

    package init(lifting memory: UnsafeRawPointer) {
    }
}

extension ShapesV1.Point {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Point()
        longhaul__shapes__v1__point__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Point.self, capacity: 1)
        longhaul__shapes__v1__point__init(message)
        message.pointee.x = x
        message.pointee.y = y
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Point.self)
        x = message.pointee.x
        y = message.pointee.y
    }
}

extension ShapesV1.Scalars {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Scalars()
        longhaul__shapes__v1__scalars__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Scalars.self, capacity: 1)
        longhaul__shapes__v1__scalars__init(message)
        message.pointee.double_ = double
        message.pointee.float_ = float
        message.pointee.int32 = int32
        message.pointee.int64 = int64
        message.pointee.uint32 = uint32
        message.pointee.uint64 = uint64
        message.pointee.sint32 = sint32
        message.pointee.sint64 = sint64
        message.pointee.fixed32 = fixed32
        message.pointee.fixed64 = fixed64
        message.pointee.sfixed32 = sfixed32
        message.pointee.sfixed64 = sfixed64
        message.pointee.bool_ = bool ? 1 : 0
        message.pointee.string = try arena.string(string, at: 14, of: memory)
        message.pointee.bytes.len = bytes.count
        message.pointee.bytes.data = try arena.bytes(bytes)
        message.pointee.colour = .init(rawValue: .init(truncatingIfNeeded: colour.rawValue))
        message.pointee.point = try arena.message(point, at: 17, of: memory)
        message.pointee.empty = try arena.message(empty, at: 18, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Scalars.self)
        double = message.pointee.double_
        float = message.pointee.float_
        int32 = message.pointee.int32
        int64 = message.pointee.int64
        uint32 = message.pointee.uint32
        uint64 = message.pointee.uint64
        sint32 = message.pointee.sint32
        sint64 = message.pointee.sint64
        fixed32 = message.pointee.fixed32
        fixed64 = message.pointee.fixed64
        sfixed32 = message.pointee.sfixed32
        sfixed64 = message.pointee.sfixed64
        bool = message.pointee.bool_ != 0
        string = Lifting.string(message.pointee.string)
        bytes = Lifting.bytes(message.pointee.bytes.data, count: message.pointee.bytes.len)
        colour = ShapesV1.Colour(rawValue: Int32(truncatingIfNeeded: message.pointee.colour.rawValue))
        point = Lifting.message(message.pointee.point)
        empty = Lifting.message(message.pointee.empty)
    }
}

extension ShapesV1.Optionals {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Optionals()
        longhaul__shapes__v1__optionals__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Optionals.self, capacity: 1)
        longhaul__shapes__v1__optionals__init(message)
        if let double {
            message.pointee._double_case = .init(rawValue: 1)
            message.pointee.double_ = double
        }
        if let int32 {
            message.pointee._int32_case = .init(rawValue: 3)
            message.pointee.int32 = int32
        }
        if let uint64 {
            message.pointee._uint64_case = .init(rawValue: 6)
            message.pointee.uint64 = uint64
        }
        if let sint64 {
            message.pointee._sint64_case = .init(rawValue: 8)
            message.pointee.sint64 = sint64
        }
        if let fixed32 {
            message.pointee._fixed32_case = .init(rawValue: 9)
            message.pointee.fixed32 = fixed32
        }
        if let bool {
            message.pointee._bool_case = .init(rawValue: 13)
            message.pointee.bool_ = bool ? 1 : 0
        }
        if let string {
            message.pointee._string_case = .init(rawValue: 14)
            message.pointee.string = try arena.string(string, at: 14, of: memory)
        }
        if let bytes {
            message.pointee._bytes_case = .init(rawValue: 15)
            message.pointee.bytes.len = bytes.count
            message.pointee.bytes.data = try arena.bytes(bytes)
        }
        if let colour {
            message.pointee._colour_case = .init(rawValue: 16)
            message.pointee.colour = .init(rawValue: .init(truncatingIfNeeded: colour.rawValue))
        }
        if let point {
            message.pointee._point_case = .init(rawValue: 17)
            message.pointee.point = try arena.message(point, at: 17, of: memory)
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Optionals.self)
        double = message.pointee._double_case.rawValue == 1 ? message.pointee.double_ : nil
        int32 = message.pointee._int32_case.rawValue == 3 ? message.pointee.int32 : nil
        uint64 = message.pointee._uint64_case.rawValue == 6 ? message.pointee.uint64 : nil
        sint64 = message.pointee._sint64_case.rawValue == 8 ? message.pointee.sint64 : nil
        fixed32 = message.pointee._fixed32_case.rawValue == 9 ? message.pointee.fixed32 : nil
        bool = message.pointee._bool_case.rawValue == 13 ? message.pointee.bool_ != 0 : nil
        string = message.pointee._string_case.rawValue == 14 ? Lifting.string(message.pointee.string) : nil
        bytes =
            message.pointee._bytes_case.rawValue == 15
            ? Lifting.bytes(message.pointee.bytes.data, count: message.pointee.bytes.len) : nil
        colour =
            message.pointee._colour_case.rawValue == 16
            ? ShapesV1.Colour(rawValue: Int32(truncatingIfNeeded: message.pointee.colour.rawValue)) : nil
        point =
            message.pointee._point_case.rawValue == 17
            ? Lifting.message(message.pointee.point) ?? ShapesV1.Point() : nil
    }
}

extension ShapesV1.Lists {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Lists()
        longhaul__shapes__v1__lists__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Lists.self, capacity: 1)
        longhaul__shapes__v1__lists__init(message)
        message.pointee.n_doubles = doubles.count
        message.pointee.doubles = try arena.array(doubles)
        message.pointee.n_floats = floats.count
        message.pointee.floats = try arena.array(floats)
        message.pointee.n_int32s = int32s.count
        message.pointee.int32s = try arena.array(int32s)
        message.pointee.n_int64s = int64s.count
        message.pointee.int64s = try arena.array(int64s)
        message.pointee.n_uint32s = uint32s.count
        message.pointee.uint32s = try arena.array(uint32s)
        message.pointee.n_uint64s = uint64s.count
        message.pointee.uint64s = try arena.array(uint64s)
        message.pointee.n_sint32s = sint32s.count
        message.pointee.sint32s = try arena.array(sint32s)
        message.pointee.n_sint64s = sint64s.count
        message.pointee.sint64s = try arena.array(sint64s)
        message.pointee.n_fixed32s = fixed32s.count
        message.pointee.fixed32s = try arena.array(fixed32s)
        message.pointee.n_fixed64s = fixed64s.count
        message.pointee.fixed64s = try arena.array(fixed64s)
        message.pointee.n_sfixed32s = sfixed32s.count
        message.pointee.sfixed32s = try arena.array(sfixed32s)
        message.pointee.n_sfixed64s = sfixed64s.count
        message.pointee.sfixed64s = try arena.array(sfixed64s)
        message.pointee.n_bools = bools.count
        message.pointee.bools = try arena.array(bools) { $0 ? 1 : 0 }
        message.pointee.n_strings = strings.count
        message.pointee.strings = try arena.strings(strings, at: 14, of: memory)
        message.pointee.n_blobs = blobs.count
        message.pointee.blobs = try arena.array(blobs) {
            (value) throws(CodecError) in
            ProtobufCBinaryData(len: value.count, data: try arena.bytes(value))
        }
        message.pointee.n_colours = colours.count
        message.pointee.colours = try arena.array(colours) { .init(rawValue: .init(truncatingIfNeeded: $0.rawValue)) }
        message.pointee.n_points = points.count
        message.pointee.points = try arena.messages(points, at: 17, of: memory)
        message.pointee.n_empties = empties.count
        message.pointee.empties = try arena.messages(empties, at: 18, of: memory)
        message.pointee.n_unpacked = unpacked.count
        message.pointee.unpacked = try arena.array(unpacked)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Lists.self)
        doubles = Lifting.array(message.pointee.doubles, count: message.pointee.n_doubles)
        floats = Lifting.array(message.pointee.floats, count: message.pointee.n_floats)
        int32s = Lifting.array(message.pointee.int32s, count: message.pointee.n_int32s)
        int64s = Lifting.array(message.pointee.int64s, count: message.pointee.n_int64s)
        uint32s = Lifting.array(message.pointee.uint32s, count: message.pointee.n_uint32s)
        uint64s = Lifting.array(message.pointee.uint64s, count: message.pointee.n_uint64s)
        sint32s = Lifting.array(message.pointee.sint32s, count: message.pointee.n_sint32s)
        sint64s = Lifting.array(message.pointee.sint64s, count: message.pointee.n_sint64s)
        fixed32s = Lifting.array(message.pointee.fixed32s, count: message.pointee.n_fixed32s)
        fixed64s = Lifting.array(message.pointee.fixed64s, count: message.pointee.n_fixed64s)
        sfixed32s = Lifting.array(message.pointee.sfixed32s, count: message.pointee.n_sfixed32s)
        sfixed64s = Lifting.array(message.pointee.sfixed64s, count: message.pointee.n_sfixed64s)
        bools = Lifting.array(message.pointee.bools, count: message.pointee.n_bools) { $0 != 0 }
        strings = Lifting.array(message.pointee.strings, count: message.pointee.n_strings) { Lifting.string($0) }
        blobs = Lifting.array(message.pointee.blobs, count: message.pointee.n_blobs) {
            Lifting.bytes($0.data, count: $0.len)
        }
        colours = Lifting.array(message.pointee.colours, count: message.pointee.n_colours) {
            ShapesV1.Colour(rawValue: Int32(truncatingIfNeeded: $0.rawValue))
        }
        points = Lifting.messages(message.pointee.points, count: message.pointee.n_points)
        empties = Lifting.messages(message.pointee.empties, count: message.pointee.n_empties)
        unpacked = Lifting.array(message.pointee.unpacked, count: message.pointee.n_unpacked)
    }
}

extension ShapesV1.Choice {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Choice()
        longhaul__shapes__v1__choice__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Choice.self, capacity: 1)
        longhaul__shapes__v1__choice__init(message)
        switch choice {
        case .number(let value):
            message.pointee.choice_case = .init(rawValue: 1)
            message.pointee.number = value
        case .flag(let value):
            message.pointee.choice_case = .init(rawValue: 2)
            message.pointee.flag = value ? 1 : 0
        case .text(let value):
            message.pointee.choice_case = .init(rawValue: 3)
            message.pointee.text = try arena.string(value, at: 3, of: memory)
        case .data(let value):
            message.pointee.choice_case = .init(rawValue: 4)
            message.pointee.data.len = value.count
            message.pointee.data.data = try arena.bytes(value)
        case .colour(let value):
            message.pointee.choice_case = .init(rawValue: 5)
            message.pointee.colour = .init(rawValue: .init(truncatingIfNeeded: value.rawValue))
        case .point(let value):
            message.pointee.choice_case = .init(rawValue: 6)
            message.pointee.point = try arena.message(value, at: 6, of: memory)
        case .nothing(let value):
            message.pointee.choice_case = .init(rawValue: 7)
            message.pointee.nothing = try arena.message(value, at: 7, of: memory)
        case .ratio(let value):
            message.pointee.choice_case = .init(rawValue: 8)
            message.pointee.ratio = value
        case nil: break
        }
        message.pointee.beside = try arena.string(beside, at: 9, of: memory)
        switch second {
        case .left(let value):
            message.pointee.second_case = .init(rawValue: 10)
            message.pointee.left = value
        case .right(let value):
            message.pointee.second_case = .init(rawValue: 11)
            message.pointee.right = value
        case nil: break
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Choice.self)
        switch message.pointee.choice_case.rawValue {
        case 1: choice = .number(message.pointee.number)
        case 2: choice = .flag(message.pointee.flag != 0)
        case 3: choice = .text(Lifting.string(message.pointee.text))
        case 4: choice = .data(Lifting.bytes(message.pointee.data.data, count: message.pointee.data.len))
        case 5: choice = .colour(ShapesV1.Colour(rawValue: Int32(truncatingIfNeeded: message.pointee.colour.rawValue)))
        case 6: choice = .point(Lifting.message(message.pointee.point) ?? ShapesV1.Point())
        case 7: choice = .nothing(Lifting.message(message.pointee.nothing) ?? ShapesV1.Empty())
        case 8: choice = .ratio(message.pointee.ratio)
        default: choice = nil
        }
        beside = Lifting.string(message.pointee.beside)
        switch message.pointee.second_case.rawValue {
        case 10: second = .left(message.pointee.left)
        case 11: second = .right(message.pointee.right)
        default: second = nil
        }
    }
}

extension ShapesV1.Maps {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Maps()
        longhaul__shapes__v1__maps__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Maps.self, capacity: 1)
        longhaul__shapes__v1__maps__init(message)
        message.pointee.n_by_name = byName.count
        message.pointee.by_name = try arena.entries(MapOrder.sorted(byName), at: 1, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Maps__ByNameEntry.self, capacity: 1)
            longhaul__shapes__v1__maps__by_name_entry__init(entry)
            entry.pointee.key = try arena.string(key, at: 1, of: memory)
            entry.pointee.value = value
        }
        message.pointee.n_by_number = byNumber.count
        message.pointee.by_number = try arena.entries(MapOrder.sorted(byNumber), at: 2, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Maps__ByNumberEntry.self, capacity: 1)
            longhaul__shapes__v1__maps__by_number_entry__init(entry)
            entry.pointee.key = key
            entry.pointee.value = try arena.string(value, at: 2, of: memory)
        }
        message.pointee.n_by_flag = byFlag.count
        message.pointee.by_flag = try arena.entries(MapOrder.sorted(byFlag), at: 3, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Maps__ByFlagEntry.self, capacity: 1)
            longhaul__shapes__v1__maps__by_flag_entry__init(entry)
            entry.pointee.key = key ? 1 : 0
            entry.pointee.value.len = value.count
            entry.pointee.value.data = try arena.bytes(value)
        }
        message.pointee.n_points = points.count
        message.pointee.points = try arena.entries(MapOrder.sorted(points), at: 4, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Maps__PointsEntry.self, capacity: 1)
            longhaul__shapes__v1__maps__points_entry__init(entry)
            entry.pointee.key = key
            entry.pointee.value = try arena.message(value, at: 2, of: memory)
        }
        message.pointee.n_colours = colours.count
        message.pointee.colours = try arena.entries(MapOrder.sorted(colours), at: 5, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Maps__ColoursEntry.self, capacity: 1)
            longhaul__shapes__v1__maps__colours_entry__init(entry)
            entry.pointee.key = key
            entry.pointee.value = .init(rawValue: .init(truncatingIfNeeded: value.rawValue))
        }
        message.pointee.n_ratios = ratios.count
        message.pointee.ratios = try arena.entries(MapOrder.sorted(ratios), at: 6, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Maps__RatiosEntry.self, capacity: 1)
            longhaul__shapes__v1__maps__ratios_entry__init(entry)
            entry.pointee.key = key
            entry.pointee.value = value
        }
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Maps.self)
        byName = Lifting.dictionary(message.pointee.by_name, count: message.pointee.n_by_name) {
            (Lifting.string($0.pointee.key), $0.pointee.value)
        }
        byNumber = Lifting.dictionary(message.pointee.by_number, count: message.pointee.n_by_number) {
            ($0.pointee.key, Lifting.string($0.pointee.value))
        }
        byFlag = Lifting.dictionary(message.pointee.by_flag, count: message.pointee.n_by_flag) {
            ($0.pointee.key != 0, Lifting.bytes($0.pointee.value.data, count: $0.pointee.value.len))
        }
        points = Lifting.dictionary(message.pointee.points, count: message.pointee.n_points) {
            ($0.pointee.key, Lifting.message($0.pointee.value) ?? ShapesV1.Point())
        }
        colours = Lifting.dictionary(message.pointee.colours, count: message.pointee.n_colours) {
            ($0.pointee.key, ShapesV1.Colour(rawValue: Int32(truncatingIfNeeded: $0.pointee.value.rawValue)))
        }
        ratios = Lifting.dictionary(message.pointee.ratios, count: message.pointee.n_ratios) {
            ($0.pointee.key, $0.pointee.value)
        }
    }
}

extension ShapesV1.Tree {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Tree()
        longhaul__shapes__v1__tree__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Tree.self, capacity: 1)
        longhaul__shapes__v1__tree__init(message)
        message.pointee.label = try arena.string(label, at: 1, of: memory)
        message.pointee.n_children = children.count
        message.pointee.children = try arena.messages(children, at: 2, of: memory)
        message.pointee.n_named = named.count
        message.pointee.named = try arena.entries(MapOrder.sorted(named), at: 3, of: memory) {
            (memory, key, value) throws(CodecError) in
            let entry = memory.bindMemory(to: Longhaul__Shapes__V1__Tree__NamedEntry.self, capacity: 1)
            longhaul__shapes__v1__tree__named_entry__init(entry)
            entry.pointee.key = try arena.string(key, at: 1, of: memory)
            entry.pointee.value = try arena.message(value, at: 2, of: memory)
        }
        message.pointee.leaf = try arena.message(leaf, at: 4, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Tree.self)
        label = Lifting.string(message.pointee.label)
        children = Lifting.messages(message.pointee.children, count: message.pointee.n_children)
        named = Lifting.dictionary(message.pointee.named, count: message.pointee.n_named) {
            (Lifting.string($0.pointee.key), Lifting.message($0.pointee.value) ?? ShapesV1.Tree())
        }
        leaf = Lifting.message(message.pointee.leaf)
    }
}

extension ShapesV1.Tree.Leaf {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Tree__Leaf()
        longhaul__shapes__v1__tree__leaf__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Tree__Leaf.self, capacity: 1)
        longhaul__shapes__v1__tree__leaf__init(message)
        message.pointee.kind = .init(rawValue: .init(truncatingIfNeeded: kind.rawValue))
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Tree__Leaf.self)
        kind = ShapesV1.Tree.Leaf.Kind(rawValue: Int32(truncatingIfNeeded: message.pointee.kind.rawValue))
    }
}

extension ShapesV1.WiderPoint {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__WiderPoint()
        longhaul__shapes__v1__wider_point__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__WiderPoint.self, capacity: 1)
        longhaul__shapes__v1__wider_point__init(message)
        message.pointee.x = x
        message.pointee.y = y
        message.pointee.varint = varint
        message.pointee.eight = eight
        message.pointee.text = try arena.string(text, at: 5, of: memory)
        message.pointee.four = four
        message.pointee.n_more = more.count
        message.pointee.more = try arena.messages(more, at: 2000, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__WiderPoint.self)
        x = message.pointee.x
        y = message.pointee.y
        varint = message.pointee.varint
        eight = message.pointee.eight
        text = Lifting.string(message.pointee.text)
        four = message.pointee.four
        more = Lifting.messages(message.pointee.more, count: message.pointee.n_more)
    }
}

extension ShapesV1.Awkward {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Shapes__V1__Awkward()
        longhaul__shapes__v1__awkward__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Shapes__V1__Awkward.self, capacity: 1)
        longhaul__shapes__v1__awkward__init(message)
        message.pointee.default_ = try arena.string(`default`, at: 1, of: memory)
        message.pointee.in = `in`
        message.pointee.is = `is` ? 1 : 0
        message.pointee.`init` = try arena.string(`init`, at: 536870911, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Shapes__V1__Awkward.self)
        `default` = Lifting.string(message.pointee.default_)
        `in` = message.pointee.in
        `is` = message.pointee.is != 0
        `init` = Lifting.string(message.pointee.`init`)
    }
}
