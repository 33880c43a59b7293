/// The order that a map's entries are encoded in, so that equal maps have equal bytes: numbers ascending, texts by
/// their UTF-8, false before true.
package enum MapOrder {
    package static func sorted<Key: FixedWidthInteger, Value>(_ map: [Key: Value]) -> [(key: Key, value: Value)] {
        map.sorted { $0.key < $1.key }
    }

    package static func sorted<Value>(_ map: [String: Value]) -> [(key: String, value: Value)] {
        map.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    package static func sorted<Value>(_ map: [Bool: Value]) -> [(key: Bool, value: Value)] {
        map.sorted { !$0.key && $1.key }
    }
}
