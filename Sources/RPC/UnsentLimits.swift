/// How many bytes may wait on a connection for a peer that takes them too slowly. One that takes none is cut by time.
package struct UnsentLimits: Sendable {
    /// Over it a server looks at no more requests, and a client's calls wait their turn.
    package var full: Int
    /// Over it the connection is cut: that much comes only from what was taken before it was full.
    package var greatest: Int

    package init(full: Int, greatest: Int) {
        self.full = full
        self.greatest = greatest
    }
}
