// Made by tools/generate from longhaul/journal/v1/journal.proto; not to be edited.
//
// What the scheduler keeps: one batch of facts a row, in columns, because a batch of a thousand facts is written
// hundreds of times a second. Facts are described in the Scheduling module; the numbers and bytes of each kind, in
// their order, in Storage's fact codec. A kind never changes its columns: a new meaning gets a new kind.

extension JournalV1 {
    package struct Batch: Message {
        /// Of the columns; now 2.
        package var format: UInt32 = 0
        /// One for each fact, in order.
        package var kinds: [UInt32] = []
        /// The facts' numbers, one fact's after the other's.
        package var numbers: [UInt64] = []
        /// The facts' bytes, likewise.
        package var blobs: [[UInt8]] = []

        package init() {}

        package init(
            format: UInt32 = 0,
            kinds: [UInt32] = [],
            numbers: [UInt64] = [],
            blobs: [[UInt8]] = []
        ) {
            self.format = format
            self.kinds = kinds
            self.numbers = numbers
            self.blobs = blobs
        }
    }

    /// Payloads of items that were appended together, as they are kept beside the journal.
    package struct Items: Message {
        /// Where each item's bytes end.
        package var ends: [UInt32] = []
        /// Of all items, one after the other.
        package var data: [UInt8] = []

        package init() {}

        package init(
            ends: [UInt32] = [],
            data: [UInt8] = []
        ) {
            self.ends = ends
            self.data = data
        }
    }
}
