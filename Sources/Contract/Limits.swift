/// Every limit of the contract, in one place. Whoever reads from outside checks them before it allocates.
package enum Limits {
    // MARK: The codec

    /// Bytes of one message, encoded.
    package static let frame = 1_048_576
    /// Messages inside one another, the outermost included.
    package static let nesting = 16
    /// Fields in one frame, those of its inner messages included; the numbers of a packed list are one field.
    package static let fields = 131_072
    /// Fields in one frame that this version doesn't know: protobuf-c keeps a struct for each.
    package static let unknownFields = 8_192
    /// Bytes of memory that protobuf-c may use for a message: so many for each byte of it, and a floor for small ones.
    /// The floor is what a submit of as many of the smallest jobs as are allowed takes.
    package static let decodingBytesPerByte = 16
    package static let decodingFloor = 524_288
    /// The same for what this program wrote itself: more than anything takes. A field has at least two bytes, and takes
    /// up to two of protobuf-c's 32-byte notes (it keeps them in slabs, each as large as all before it) and, in a list
    /// of bytes, 16 for the element: 40 for each byte.
    package static let keptBytesPerByte = 64

    // MARK: Jobs

    package static let jobsPerSubmit = 1_000
    package static let tasksPerJob = 1_000
    /// Over its life: those that it was submitted with, and those that its tasks add.
    package static let tasksPerGrownJob = 2_000
    /// Over all its tasks, so that a job can always be shown in one message.
    package static let dependenciesPerJob = 100_000
    /// Bytes of UTF-8.
    package static let jobName = 128
    /// Bytes of UTF-8; of a task's name, a queue, a kind, a tenant and a worker's name.
    package static let name = 64
    /// Bytes.
    package static let payload = 65_536
    package static let priorities: ClosedRange<UInt32> = 0...9
    package static let itemsPerTask: ClosedRange<UInt64> = 1...4_000_000_000
    /// Items that are appended at once, and their bytes, where each counts as its payload and `inputOverhead`.
    package static let itemsPerAppend = 10_000
    package static let bytesPerAppend = 786_432
    /// Of a list that nothing is appended to: a second to 30 days.
    package static let openTimeoutMilliseconds: ClosedRange<UInt64> = 1_000...2_592_000_000
    package static let defaultOpenTimeoutMilliseconds: UInt64 = 3_600_000
    /// Bytes of a job's key.
    package static let jobKey = 256
    package static let requestID = 16
    /// Milliseconds: a year, of a delay, a time limit and a reuse.
    package static let longestWait: UInt64 = 366 * 86_400_000
    /// Items of a rate's period, and at once.
    package static let rateItems: UInt64 = 1_000_000_000
    /// A day.
    package static let ratePeriodMilliseconds: UInt64 = 86_400_000
    /// An hour.
    package static let slowDownMilliseconds: UInt64 = 3_600_000
    package static let perMille: ClosedRange<UInt32> = 0...1_000

    // MARK: Schedules

    /// Bytes of a schedule's specification, encoded: its job is kept as it is.
    package static let scheduleSpec = 131_072
    /// Late ticks of a schedule that all fire.
    package static let caughtUpTicks = 1_000

    // MARK: Defaults, for what a message leaves at zero or absent

    package static let defaultPriority: UInt32 = 5
    package static let defaultAttempts: UInt32 = 5
    package static let defaultInitialBackoffMilliseconds: UInt64 = 1_000
    package static let defaultMaximumBackoffMilliseconds: UInt64 = 300_000
    package static let defaultPage: UInt32 = 100
    package static let defaultWatchIntervalMilliseconds: UInt32 = 100
    /// A longer one counts as this.
    package static let longestWatchIntervalMilliseconds: UInt32 = 60_000

    // MARK: Work

    /// Bytes of what one item leaves.
    package static let output = 4_096
    /// Outputs that a job's readers see of one task, and their bytes.
    package static let visibleOutputs = 16
    package static let visibleOutputBytes = 16_384
    /// Bytes of outputs that a job's readers see over all its tasks, with the names that go with them.
    package static let visibleJobOutputBytes = 262_144
    /// Bytes, over all inputs of a task: those it was submitted with, and its dependencies' outputs. Each counts as its
    /// task's name, its data, and `inputOverhead`: so all of them fit a frame, and the memory that decoding it may take.
    package static let inputs = 262_144
    package static let inputOverhead = 48
    /// Inputs that one task is submitted with.
    package static let inputsPerTask = 1_024
    /// Tries of one item.
    package static let attempts: UInt32 = 1_000
    /// The longest wait that a retry policy may ask for: a week.
    package static let backoffMilliseconds: UInt32 = 604_800_000
    /// Bytes.
    package static let checkpoint = 65_536
    /// Outcomes of one report, and its outputs.
    package static let entriesPerReport = 8_192
    /// Jobs that one stream of the change feed follows.
    package static let followedJobs = 65_536
    /// Tasks that one item adds to its job, and that the items of a report add.
    package static let tasksPerItem = 1_000
    /// Settled ranges of one report.
    package static let settledRanges = 64
    package static let kindsPerWorker: ClosedRange<Int> = 1...64
    package static let queuesPerWorker = 64

    // MARK: Failures and reading

    /// Bytes of UTF-8.
    package static let failureCode = 64
    /// Bytes of UTF-8.
    package static let failureText = 1_024
    /// Bytes of UTF-8: of the text of a note, why a task does not move.
    package static let noteText = 256
    /// Tasks of a job that are shown with a note, so that the job fits a frame.
    package static let notesPerJob = 64
    /// Entries of one page, of jobs or of dead letters.
    package static let page: UInt32 = 1_000
    /// How many of them a request asks for: 0 stands for what is usual, and more than a page for a page.
    package static func rows(_ asked: UInt32) -> Int { Int(min(asked == 0 ? defaultPage : asked, page)) }
    /// Dead letters of an order's rate, in its period.
    package static let orderedLetters: ClosedRange<UInt32> = 1...1_000_000
    /// Dead letters that one filter names.
    package static let deadLetterIDs = 1_000
}
