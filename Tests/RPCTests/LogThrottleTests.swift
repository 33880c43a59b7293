import Platform
import Testing

@testable import RPC

@Suite struct LogThrottleTests {
    @Test func `one a second, with the number it stands for`() {
        var throttle = LogThrottle()
        let start = MonotonicTime(nanoseconds: 5_000_000_000)
        let admitted = [0, 1, 999, 1_000, 1_001, 3_000].map { throttle.admit(start + .milliseconds($0)) }
        #expect(admitted == [1, nil, nil, 3, nil, 2])
    }
}
