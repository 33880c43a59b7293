/// First in, first out. Adding and taking cost amortized O(1), whether or not the queue is ever empty.
///
/// An element is let go of when it is taken, and its place is given back once the free places are half of all: a queue
/// takes memory for no more than about twice its greatest length.
package struct Queue<Element> {
    /// The places before `head` are free, and the others are not.
    @usableFromInline var places: ContiguousArray<Element?> = []
    @usableFromInline var head = 0

    @inlinable
    package init() {}

    @inlinable
    package var count: Int { places.count - head }

    @inlinable
    package var isEmpty: Bool { places.count == head }

    @inlinable
    package var first: Element? { isEmpty ? nil : places[head] }

    @inlinable
    package mutating func append(_ element: Element) { places.append(element) }

    @inlinable
    package mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = places[head].take()
        head += 1
        if 2 * head >= places.count { giveBack() }
        return element
    }

    /// Takes out of the middle, in O(n). The order of the others stays.
    package mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        giveBack()
        places.removeAll { $0.map(isUnwanted) == true }
    }

    /// Moves what is left to the front: no more than was taken since the last time.
    @usableFromInline
    mutating func giveBack() {
        places.removeFirst(head)
        head = 0
    }
}
