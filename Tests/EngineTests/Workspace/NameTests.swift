import EngineCore
import Testing

@testable import Engine

@Suite("Names of workspaces and tunnels")
struct NameTests {
  static let now = Date(timeIntervalSince1970: 1_795_000_000)

  static func name(_ repository: String) throws -> WorkspaceName {
    WorkspaceName(for: try RepositorySpec(repository, folder: "/", home: "/"), at: now)
  }

  @Test("a name is the slug of owner, repository and time")
  func names() throws {
    #expect(try Self.name("Acme/Web.Site").text == "codex-ws-acme-web-site-20261118-110640")
    #expect(WorkspaceName(for: nil, at: Self.now).text == "codex-ws-scratch-20261118-110640")
    #expect(try Self.name("_/__").text == "codex-ws-scratch-20261118-110640")
  }

  @Test("names and host names stay within 63 characters")
  func long() throws {
    let owner = String(repeating: "o", count: 60)

    let name = try Self.name(owner + "/name")

    #expect(name.text.count == 61)
    #expect(name.text.hasSuffix("o-20261118-110640"))
    #expect(name.hostName == name.text)
    #expect(try WorkspaceName("My_Box.1").hostName == "my-box-1")
    #expect(try WorkspaceName("demo").volume("work") == "demo-work")
  }

  @Test(
    "a name that an engine would not take is refused",
    arguments: ["", "a", "-demo", "de mo", "demo/x", "démo", String(repeating: "x", count: 62)])
  func refused(_ text: String) {
    #expect(throws: WorkspaceError.badName(text)) { try WorkspaceName(text) }
  }

  @Test(
    "a tunnel is named after its workspace without prefix and time",
    arguments: [
      ("codex-ws-acme-website-20261118-110640", "acme-website"), ("My_Box", "my-box"),
      ("codex-ws-20261118-110640", "20261118-110640"),
      ("codex-ws-exactly-twenty-chars-20261118-110640", "exactly-twenty-chars"),
    ])
  func tunnels(_ workspace: String, _ tunnel: String) {
    #expect(TunnelName(for: workspace).text == tunnel)
  }

  @Test("a tunnel's name that is too long is cut and gets four digits of its hash")
  func longTunnels() {
    let one = TunnelName(for: "codex-ws-acme-very-long-website-20261118-110640").text
    let other = TunnelName(for: "codex-ws-acme-very-long-webshop-20261118-110640").text

    #expect(one.count <= 20 && other.count <= 20)
    #expect(one.wholeMatch(of: /acme-very-long-[0-9a-f]{4}/) != nil)
    #expect(one != other)
    #expect(TunnelName(for: "codex-ws-acme-very-long-website").text == one)
  }

  @Test(
    "an explicit name of a tunnel that does not fit is an error, never shortened",
    arguments: ["", "Acme", "a_b", "a.b", "twenty-one-characters"])
  func refusedTunnels(_ text: String) {
    #expect(throws: WorkspaceError.badTunnelName(text)) { try TunnelName(text) }
    #expect(WorkspaceError.badTunnelName(text).outcome == .usage)
  }
}
