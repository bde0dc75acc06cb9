import EngineCore
import Testing

@testable import Engine

@Suite("The address that a browser ends on")
struct CallbackAddressTests {
  private let link =
    "https://auth.openai.com/oauth/authorize?response_type=code&redirect_uri="
    + "http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback&code_challenge=abc&state=st-1"
  private let good = "http://localhost:1455/auth/callback?code=c-1&scope=openid&state=st-1"

  private func address(_ text: String, _ link: String? = nil) throws -> String {
    let callback = try #require(CallbackAddress(authorizeLink: link ?? self.link))
    return try callback.address(pasted: Redacted(text)).reveal()
  }

  @Test(
    "is taken in every form in which browsers and people copy it",
    arguments: [
      "http://localhost:1455/auth/callback?code=c-1&scope=openid&state=st-1",
      "  \"http://localhost:1455/auth/callback?code=c-1&scope=openid&state=st-1\" ",
      "<http://localhost:1455/auth/callback?code=c-1&scope=openid&state=st-1>",
      "localhost:1455/auth/callback?code=c-1&scope=openid&state=st-1",
      "http://127.0.0.1:1455/auth/callback?code=c-1&scope=openid&state=st-1",
      "http://localhost:1455/auth/callback?code=c-1&scope=openid&state=st-1#top",
      "/auth/callback?code=c-1&scope=openid&state=st-1", "?code=c-1&scope=openid&state=st-1",
      "code=c-1&scope=openid&state=st-1",
    ])
  func forms(text: String) throws {
    #expect(try address(text) == good)
  }

  @Test("a refusal is handed on like a code")
  func refusal() throws {
    let text = "http://localhost:1455/auth/callback?error=access_denied&state=st-1"

    #expect(try address(text) == text)
  }

  @Test(
    "anything else is refused with a sentence that holds nothing of it",
    arguments: [
      ("", "Nothing was pasted."), ("c-1", "not the whole address"),
      ("code=c-1", "not the whole address"), ("hello you", "not one address"),
      ("http://localhost:1455/auth/callback?code=c-1", "has no state"),
      ("http://localhost:1455/auth/callback?state=st-1", "has no code"),
      ("http://localhost:1455/auth/callback?code=&state=st-1", "has no code"),
      ("http://localhost:1455/auth/callback?code=c-1&state=st-2", "another sign-in"),
      ("http://localhost:1455/auth/callback?code=c-1&state=st-2&state=st-1", "another sign-in"),
      ("http://localhost:1457/auth/callback?code=c-1&state=st-1", "does not lead back"),
      ("http://localhost:1455/cancel?code=c-1&state=st-1", "does not lead back"),
      ("http://localhost:1455@evil.test/auth/callback?code=c-1&state=st-1", "does not lead back"),
      ("https://evil.test/auth/callback?code=c-1&state=st-1", "does not lead back"),
      ("https://auth.openai.com/oauth/authorize?state=st-1&code=c-1", "is the sign-in page"),
      ("http://localhost:1455/auth/callback?code=c-1\r\nX: y&state=st-1", "not one address"),
      (String(repeating: "c", count: 9_000), "not one address"),
    ])
  func flaws(text: String, part: String) throws {
    let flaw = try #require(#expect(throws: CallbackAddress.Flaw.self) { try address(text) })

    #expect(flaw.sentence.contains(part))
    #expect(!flaw.sentence.contains("c-1") && !flaw.sentence.contains("st-"))
  }

  @Test("the host and port are those that codex names, and only of this machine")
  func places() throws {
    let other = link.replacing("localhost%3A1455", with: "127.0.0.1%3A1457")
    let text = "http://127.0.0.1:1457/auth/callback?code=c-1&state=st-1"

    #expect(try address(text, other) == text)
    #expect(CallbackAddress(authorizeLink: link.replacing("localhost", with: "evil.test")) == nil)
    #expect(CallbackAddress(authorizeLink: "https://a/authorize?state=s") == nil)
  }

  @Test("only codex's own success page is fetched afterwards")
  func next() throws {
    let callback = try #require(CallbackAddress(authorizeLink: link))

    #expect(
      callback.next(after: "http://localhost:1455/success?id_token=x")
        == "http://localhost:1455/success?id_token=x")
    #expect(callback.next(after: "/success?a=b") == "http://localhost:1455/success?a=b")
    for text in ["https://evil.test/success", "http://localhost:80/success", "/cancel", nil] {
      #expect(callback.next(after: text) == nil)
    }
  }
}
