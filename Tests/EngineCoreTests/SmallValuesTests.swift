import EngineCore
import Testing

@Suite("Small values of Core")
struct SmallValuesTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test("a block ends at its time, or never if none was given")
  func block() {
    #expect(!AccountCondition().isBlocked(at: now))
    #expect(AccountCondition(blockedReason: "refused").isBlocked(at: now))
    let limited = AccountCondition(blockedUntil: now + 1, blockedReason: "limited")
    #expect(limited.isBlocked(at: now))
    #expect(!limited.isBlocked(at: now + 1))
    #expect(AccountCondition(blockedUntil: now + 1).isBlocked(at: now))
  }

  @Test("a condition is expired from the moment it is known")
  func expired() {
    #expect(!AccountCondition(expiredReason: "x").isExpired)
    #expect(AccountCondition(expiredSince: now).isExpired)
  }

  @Test(
    "a span reads as a countdown",
    arguments: [
      (0.0, "0s"), (45, "45s"), (59.9, "59s"), (60, "1m"), (2_460, "41m"), (8_280, "2h18m"),
      (90_000, "1d01h"), (324_000, "3d18h"), (-5, "0s"), (.nan, "0s"),
    ])
  func span(seconds: Double, text: String) {
    #expect(ClockText.span(seconds: seconds) == text)
  }

  @Test("a plan is the server's word in lower case, made safe and short")
  func plan() {
    #expect(Plan("Plus") == Plan("plus"))
    #expect(Plan("x\u{1B}[2J").name == "x[2j")
    #expect(Plan(String(repeating: "x", count: 99)).name.count == 40)
  }

  @Test("a secret never prints, however it is printed")
  func redacted() {
    let secret = Redacted("hunter2")

    #expect("\(secret)" == "<redacted>")
    #expect(String(reflecting: secret) == "<redacted>")
    #expect(
      !String(reflecting: Credentials(accessToken: secret, accountID: "a", expiresAt: nil))
        .contains("hunter2"))
    #expect(secret.reveal() == "hunter2")
  }

  @Test(
    "a word for the shell is quoted only if it must be",
    arguments: [("work", "work"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''")])
  func shellWord(text: String, word: String) {
    #expect(ShellWord.quoted(text) == word)
  }

  @Test("a header is found whatever its case")
  func header() {
    let fields = [HTTPField("Retry-After", "5"), HTTPField("retry-after", "6")]

    #expect(fields.value(of: "RETRY-AFTER") == "5")
    #expect(fields.value(of: "x") == nil)
  }
}
