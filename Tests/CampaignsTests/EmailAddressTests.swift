import Testing

@testable import Campaigns

struct EmailAddressTests {
    @Test(arguments: [
        "a@example.org", "first.last+tag@mail.example.co.uk", "o'brien@x-y.test", "!#$%&'*+-/=?^_`{|}~@a.b",
        "jörg@müller.example", "用户@例子.测试", "a@1.example", "x@a.b2c",
    ])
    func accepts(address: String) {
        #expect(EmailAddress.flaw(in: address.utf8) == nil)
    }

    @Test(
        arguments: [
            ("", EmailAddress.Flaw.empty),
            (" a@b.test", .surroundedBySpace),
            ("a@b.test ", .surroundedBySpace),
            ("example.org", .noAtSign),
            ("@b.test", .localPartLength),
            (".a@b.test", .localPartDots),
            ("a.@b.test", .localPartDots),
            ("a..b@b.test", .localPartDots),
            ("a b@b.test", .localPartCharacter(0x20)),
            ("\"a b\"@b.test", .localPartCharacter(0x22)),
            ("a\r\nb@b.test", .localPartCharacter(0x0D)),
            ("a<b@b.test", .localPartCharacter(0x3C)),
            ("a@", .domainHasOneLabel),
            ("a@localhost", .domainHasOneLabel),
            ("a@b..test", .domainLabelLength),
            ("a@.b.test", .domainLabelLength),
            ("a@b.test.", .domainLabelLength),
            ("a@-b.test", .domainHyphen),
            ("a@b-.test", .domainHyphen),
            ("a@b@c.test", .domainCharacter(0x40)),
            ("a@b_c.test", .domainCharacter(0x5F)),
            ("a@[10.0.0.1]", .domainCharacter(0x5B)),
            ("a@10.0.0.1", .domainEndsInDigits),
            ("a@b.test\n", .domainCharacter(0x0A)),
        ] as [(String, EmailAddress.Flaw)])
    func refuses(address: String, flaw: EmailAddress.Flaw) {
        #expect(EmailAddress.flaw(in: address.utf8) == flaw)
        #expect(!flaw.advice.isEmpty)
    }

    @Test(arguments: [63, 64, 65])
    func limitsTheLocalPart(length: Int) {
        let address = String(repeating: "a", count: length) + "@b.test"
        #expect(EmailAddress.flaw(in: address.utf8) == (length > 64 ? .localPartLength : nil))
    }

    @Test(arguments: [62, 63, 64])
    func limitsALabel(length: Int) {
        let address = "a@" + String(repeating: "b", count: length) + ".test"
        #expect(EmailAddress.flaw(in: address.utf8) == (length > 63 ? .domainLabelLength : nil))
    }

    @Test(arguments: [253, 254, 255])
    func limitsTheWhole(length: Int) {
        let labels = String(repeating: "abcdefghi.", count: 24)
        let tail = String(repeating: "z", count: length - labels.count - 2)
        let address = "a@" + labels + tail
        #expect(address.utf8.count == length)
        #expect(EmailAddress.flaw(in: address.utf8) == (length > 254 ? .tooLong : nil))
    }
}
