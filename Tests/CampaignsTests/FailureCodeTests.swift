import LonghaulWorker
import Testing

@testable import Campaigns

struct FailureCodeTests {
    /// People read them, and type them: `longhaul dead list --code list-invalid`.
    @Test func codesAreWordsWithHyphens() {
        let codes =
            RecipientListError.Code.allCases.map(\.rawValue) + CampaignContentError.Code.allCases.map(\.rawValue)
            + SMTPError.Code.allCases.map(\.rawValue)
        for code in codes {
            #expect(code.wholeMatch(of: /[a-z]+(-[a-z0-9]+)+/) != nil, "\(code)")
        }
        #expect(Set(codes).count == codes.count)
    }

    @Test func aCampaignIsStoppedByTheCodeOfItsReason() {
        let list = RecipientListError(.invalidList, "The list is empty.")
        #expect("\(TaskFailure(reason: list))" == "list-invalid: The list is empty.")
        let content = CampaignContentError(.unknownField, in: "mail.txt", line: 2, column: 1, "no column `x`")
        #expect(
            "\(TaskFailure(reason: content))" == "template-unknown-field: mail.txt, line 2, column 1: no column `x`")
        let server = SMTPError(.hostNotFound, isTransient: true, "The host is not found.")
        #expect("\(TaskFailure(reason: server))" == "smtp-host-not-found: The host is not found.")
    }
}
