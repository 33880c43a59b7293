/// The least element first. Adding one and taking out the first cost O(log n); adding costs next to nothing when
/// elements ascend, as deadlines of equal limits do.
package struct BinaryHeap<Element: Comparable> {
    private var elements: ContiguousArray<Element> = []

    package init() {}

    package var first: Element? { elements.first }
    package var count: Int { elements.count }

    package mutating func insert(_ element: Element) {
        elements.append(element)
        var position = elements.count - 1
        while position > 0 {
            let parent = (position - 1) / 2
            guard elements[position] < elements[parent] else { return }
            elements.swapAt(position, parent)
            position = parent
        }
    }

    @discardableResult
    package mutating func popFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var position = 0
        while true {
            var least = position
            for child in 2 * position + 1...2 * position + 2 where child < elements.count {
                if elements[child] < elements[least] { least = child }
            }
            guard least != position else { return first }
            elements.swapAt(position, least)
            position = least
        }
    }

    /// Costs O(n log n).
    package mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        elements.removeAll(where: isUnwanted)
        // An ascending array is a heap.
        elements.sort()
    }
}
