import Glibc
import Platform
import Testing

@Suite struct DescriptorLimitTests {
    @Test func `a process can have all the descriptors that it may have`() async {
        await #expect(processExitsWith: .success) {
            var limits = rlimit(rlim_cur: 100, rlim_max: 200)
            precondition(setrlimit(.init(RLIMIT_NOFILE.rawValue), &limits) == 0)
            precondition(DescriptorLimit.current == 100)
            DescriptorLimit.raise()
            precondition(DescriptorLimit.current == 200)
        }
    }
}
