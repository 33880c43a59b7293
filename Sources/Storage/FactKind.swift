/// The number of each kind of fact in the journal. Never changed, never reused: old journals hold them.
enum FactKind: UInt32, CaseIterable {
    case epochBegan = 1
    case timeAdvanced = 2
    case named = 3
    case policyDefined = 4
    case jobAccepted = 5
    case taskAdded = 6
    case dependencyAdded = 7
    case itemsSelected = 8
    case itemCountSet = 9
    case taskReady = 10
    case taskEnded = 11
    case jobStalled = 12
    case jobEnded = 13
    case jobRemoved = 14
    case workerJoined = 15
    case workerLeft = 16
    case leaseGranted = 17
    case leaseExtended = 18
    case itemsSettled = 19
    case cursorMoved = 20
    case checkpointed = 21
    case outputLeft = 22
    case itemRetried = 23
    case itemDied = 24
    case leaseEnded = 25
    case waveDue = 26
    case taskDied = 27
    case letterRequeued = 28
    case letterClosed = 29
}
