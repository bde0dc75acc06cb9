import EngineCore
import TestSupport
import Testing

@testable import EngineProxyPolicy

@Suite("Who may come in")
struct ClientTests {
  private let tokens = [
    ClientToken(name: "laptop", token: Redacted("first")),
    ClientToken(name: "app", token: Redacted("second")),
  ]

  private func owner(_ target: String, _ headers: [HTTPField]) -> String? {
    ClientCredential(target: target, headers: headers).token.flatMap {
      ClientToken.owner(of: $0, among: tokens)
    }
  }

  @Test("a token is taken as bearer, as x-api-key, or from the path")
  func places() {
    #expect(owner("/v1/models", [HTTPField("Authorization", "Bearer first")]) == "laptop")
    #expect(owner("/v1/models", [HTTPField("authorization", "bearer  second")]) == "app")
    #expect(owner("/v1/models", [HTTPField("X-API-Key", "second")]) == "app")
    #expect(owner("/t/second/v1/models", [HTTPField("authorization", "Bearer real")]) == "app")
  }

  @Test("a token in the path is taken out of it, and no other counts then")
  func path() {
    let credential = ClientCredential(
      target: "/t/wrong/backend-api/codex/responses?a=1",
      headers: [HTTPField("authorization", "Bearer first")])

    #expect(credential.isInPath)
    #expect(credential.target.reveal() == "/backend-api/codex/responses?a=1")
    #expect(credential.token.flatMap { ClientToken.owner(of: $0, among: tokens) } == nil)
  }

  @Test(
    "who shows no token, or a wrong one, is no one",
    arguments: [
      HTTPField("authorization", ""), HTTPField("authorization", "Bearer "),
      HTTPField("authorization", "Basic first"), HTTPField("authorization", "Bearer firs"),
      HTTPField("authorization", "Bearer first "), HTTPField("x-api-key", ""),
      HTTPField("x-api-key", String(repeating: "a", count: 100_000)), HTTPField("accept", "first"),
    ])
  func nobody(_ field: HTTPField) {
    #expect(owner("/v1/models", [field]) == nil)
    #expect(owner("/t//v1/models", [field]) == nil)
    #expect(owner("/t", [field]) == nil)
  }

  @Test("a token is kept as its digest, has 32 random bytes, and nothing prints it")
  func kept() {
    let token = ClientToken.fresh(from: SeededRandom(seed: 7))
    let kept = ClientToken(name: "new", token: token)

    #expect(token.reveal().utf8.count == 64)
    #expect(kept.digest.utf8.count == 64)
    #expect(!"\(kept)".contains(token.reveal()))
    let credential = ClientCredential(target: "/t/\(token.reveal())/x", headers: [])
    #expect(!"\(credential)".contains(token.reveal()))
    #expect(ClientToken.owner(of: token, among: tokens + [kept]) == "new")
  }

  @Test("comparing looks at every byte")
  func comparing() {
    #expect(ClientToken.isEqual([1, 2, 3], [1, 2, 3]))
    #expect(!ClientToken.isEqual([1, 2, 3], [1, 2, 4]))
    #expect(!ClientToken.isEqual([1, 2, 3], [0, 2, 3]))
    #expect(!ClientToken.isEqual([1, 2], [1, 2, 3]))
    #expect(!ClientToken.isEqual([], []))
  }

  @Test(
    "only this machine's own names are hosts",
    arguments: [
      ("127.0.0.1", true), ("127.0.0.1:8080", true), ("localhost:1", true), ("[::1]:80", true),
      ("LOCALHOST", true), ("evil.com", false), ("127.0.0.1.evil.com", false), ("", false),
      ("127.0.0.1:", false), ("127.0.0.1:0", false), ("127.0.0.1:70000", false),
      ("127.0.0.1:80@evil.com", false), ("[::1", false), ("[::1]evil.com", false),
      ("127.0.0.1:8 0", false), ("0.0.0.0", false),
    ])
  func hosts(_ host: String, _ isOurs: Bool) {
    let refusal = ClientCheck.refusal(of: [HTTPField("Host", host)])

    #expect(refusal == (isOurs ? nil : .foreignHost))
  }

  @Test("no host, two hosts, and pages of a browser are turned away")
  func pages() {
    let host = HTTPField("host", "127.0.0.1:9")

    #expect(ClientCheck.refusal(of: []) == .foreignHost)
    #expect(ClientCheck.refusal(of: [host, host]) == .foreignHost)
    for field in [
      HTTPField("Origin", "https://evil.com"), HTTPField("origin", "null"),
      HTTPField("Origin", "http://127.0.0.1:9"), HTTPField("Sec-Fetch-Site", "cross-site"),
    ] {
      #expect(ClientCheck.refusal(of: [host, field]) == .foreignOrigin)
    }
  }
}
