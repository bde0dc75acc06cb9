import EngineCore
import EngineProxyPolicy
import TestSupport
import Testing

@testable import Engine

@Suite("Tokens of the proxy's clients")
struct ClientTokensTests {
  private let scene: RotationScene

  init() throws {
    scene = try RotationScene()
  }

  @Test("a token is shown once, kept as its digest, found by its name, and revoked")
  func issued() throws {
    let token = try scene.tokens.issue("editor")

    #expect("\(token)" == "<redacted>")
    let known = try scene.tokens.known()
    #expect(known.map(\.name) == ["editor"])
    #expect(ClientToken.owner(of: token, among: known) == "editor")
    #expect(try scene.tokens.isKept(token, as: "editor"))
    try scene.tokens.revoke("editor")
    #expect(try scene.tokens.known() == [])
    #expect(try !scene.tokens.isKept(token, as: "editor"))
  }

  @Test("a name is taken once")
  func taken() throws {
    let first = try scene.tokens.issue("app")

    #expect(throws: RotationError.tokenExists(name: "app")) { try scene.tokens.issue("app") }
    let second = try scene.tokens.issue("app", replacing: true)
    #expect(first != second)
    #expect(try !scene.tokens.isKept(first, as: "app"))
  }

  @Test(
    "names are plain words, and the pool's is swop's own",
    arguments: ["", "-x", "a b", "ü", "pool", String(repeating: "x", count: 65), "a/b"])
  func badNames(name: String) throws {
    #expect(throws: RotationError.badTokenName(name)) { try scene.tokens.issue(name) }
    #expect(try scene.tokens.all() == [])
  }

  @Test("revoking what is not there names the nearest")
  func unknown() throws {
    _ = try scene.tokens.issue("editor")

    #expect(throws: RotationError.unknownToken(name: "editer", nearest: "editor")) {
      try scene.tokens.revoke("editer")
    }
  }
}
