import Console
import LonghaulClient
import Testing

@testable import longhaul

struct DeadLetterSelectionTests {
    @Test(
        arguments: [
            ([1], true, nil), ([], true, nil), ([1, 2], false, nil),
            ([1, 2], true, "no dead letter that matches has the id 2"),
            ([3, 1, 2], true, "no dead letter that matches has the ids 3, 2"),
        ] as [([UInt64], Bool, String?)])
    func whatWasNamedMustBeInTheList(ids: [UInt64], isWhole: Bool, message: String?) {
        var filter = DeadLetterFilter()
        filter.ids = ids.map { DeadLetterID(rawValue: $0) }
        let failure = failure { () throws(CommandFailure) in
            try requireNamed(by: filter, in: [Sample.letter(text: "it has the id 1")], isWhole: isWhole)
        }
        #expect(failure?.message == message)
        #expect(failure == nil || failure?.code == .notFound)
    }

    @Test func ofNoneAtAllTheListIsRecommended() {
        var filter = DeadLetterFilter()
        filter.ids = [DeadLetterID(rawValue: 2)]
        let failure = failure { () throws(CommandFailure) in try requireNamed(by: filter, in: [], isWhole: true) }
        #expect(failure?.message.hasSuffix("'longhaul dead list' shows those there are") == true)
    }

    private func failure(of body: () throws(CommandFailure) -> Void) -> CommandFailure? {
        do throws(CommandFailure) { try body() } catch { return error }
        return nil
    }
}
