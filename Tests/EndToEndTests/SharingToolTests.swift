import EngineCore
import EngineHTTP
import EnginePlatform
import TestSupport
import Testing

@Suite("Sign-ins at tool servers, with the real codex")
struct SharingToolTests {
  @Test(
    "a sign-in at an MCP server belongs to the account that made it, though both know the server")
  func ownSignIn() async throws {
    let at = try await SharingHousehold()
    let tools = try await SharingToolServer.start()
    try at.share("config.toml", "[mcp_servers.remote]\nurl = \"\(tools.url)\"\n")

    try await signIn(at)
    let list = ["mcp", "list", "--json"]
    let (work, home) = (try await at.codex("work", list), try await at.codex("home", list))

    #expect(work.output.contains("\"o_auth\""), "\(work)")
    #expect(home.output.contains("\"not_logged_in\""), "\(home)")
    #expect(try at.files.status(at.own("work", ".credentials.json"))?.kind == .file)
    #expect(!at.files.exists(at.own("home", ".credentials.json")))
    #expect(!at.files.exists(at.shared(".credentials.json")))
    try at.expectOwnSignIns()
    await tools.stop()
  }

  /// Plays the browser that codex would open.
  private func signIn(_ at: SharingHousehold) async throws {
    let login = try at.house.runner.start(
      ProcessCommand(
        executable: try Program.swop,
        arguments: ["codex", "--account", "work", "mcp", "login", "remote"],
        environment: at.house.environment, directory: at.house.folder / "work"))
    var lines: [String] = []
    while let line = try await login.readLine() {
      lines.append(line)
      guard line.hasPrefix("http://") else { continue }
      let callback = try SharingToolServer.callback(of: line)
      _ = try await CurlTransport(client: HTTPClient(on: try EventLoop()))
        .send(HTTPRequest(url: callback))
    }
    await login.finish(grace: .seconds(10))
    try #require(lines.last?.hasPrefix("Successfully logged in") == true, "\(lines)")
  }
}
