import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("JSONWebToken")
struct JSONWebTokenTests {
  @Test("gives the claims and times of a token")
  func claims() {
    let token = JSONWebToken(Redacted(SignInFixture.token(#"{"exp":12.5,"iat":10,"a":{"b":"c"}}"#)))

    #expect(token?["a", "b"] == "c")
    #expect(token?["a", "x"] == nil)
    #expect(token?.expiresAt == Date(timeIntervalSince1970: 12.5))
    #expect(token?.issuedAt == Date(timeIntervalSince1970: 10))
    #expect(String(describing: token).contains("redacted"))
  }

  @Test(
    "is not seen in anything else",
    arguments: [
      "", "opaque", "a.b", "e30.e30.", ".e30.e30", "e30..e30", "e30.e30.e30.e30", "e30.e3$.e30",
      "e30.W10.e30", "e30.bm9wZQ.e30", "e30.e30=.e30",
    ])
  func none(text: String) {
    #expect(JSONWebToken(Redacted(text)) == nil)
  }

  @Test(
    "counts a time that no calendar reaches as absent",
    arguments: [#"{"exp":1e300}"#, #"{"exp":"soon"}"#, #"{"exp":null}"#, "{}"])
  func odd(payload: String) throws {
    let token = try #require(JSONWebToken(Redacted(SignInFixture.token(payload))))

    #expect(token.expiresAt == nil)
  }

  @Test("decodes every length of base64url")
  func base64() {
    for count in 1...40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
      #expect(JSONWebToken.bytes(base64URL: SignInFixture.base64URL(bytes)) == bytes)
    }
    #expect(JSONWebToken.bytes(base64URL: "A") == nil)
  }
}
