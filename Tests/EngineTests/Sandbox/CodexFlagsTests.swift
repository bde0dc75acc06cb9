import EngineCore
import Testing

@testable import Engine

@Suite("CodexFlags")
struct CodexFlagsTests {
  private let stores: [Argument] = [
    "-c", #"cli_auth_credentials_store="file""#, "-c", #"mcp_oauth_credentials_store="file""#,
  ]

  @Test("credentials always stay in the sandbox's files, and nothing else is set by itself")
  func plain() {
    #expect(CodexFlags.direct(chatGPTBaseURL: nil) == stores)
  }

  @Test(
    "another backend is given to codex as two origins on plain http, as one over https",
    arguments: [
      (
        "http://127.0.0.1:8080/backend-api", "http://127.0.0.1:8080/backend-api/codex",
        "http://localhost:8080/backend-api"
      ),
      (
        "http://localhost:8080/backend-api/", "http://127.0.0.1:8080/backend-api/codex",
        "http://localhost:8080/backend-api"
      ),
      (
        "http://[::1]:8080/backend-api", "http://[::1]:8080/backend-api/codex",
        "http://localhost:8080/backend-api"
      ),
      (
        "https://relay.example/backend-api", "https://relay.example/backend-api/codex",
        "https://relay.example/backend-api"
      ),
      (
        "https://localhost/backend-api", "https://localhost/backend-api/codex",
        "https://localhost/backend-api"
      ),
    ])
  func bases(base: String, provider: String, backend: String) {
    #expect(
      CodexFlags.direct(chatGPTBaseURL: base) == stores + [
        "-c", Argument("openai_base_url=\"\(provider)\""), "-c",
        Argument("chatgpt_base_url=\"\(backend)\""),
      ])
  }

  @Test("a value cannot break out of its quotes")
  func quoting() {
    #expect(
      CodexFlags.setting("name", "a\"\\\n\u{7F}é") == ["-c", #"name="a\"\\\u000A\u007Fé""#])
  }

  @Test(
    "only addresses whose host is this machine count as loopback",
    arguments: [
      ("http://127.0.0.1", true), ("http://127.8.9.1:1/x", true), ("HTTP://LOCALHOST/", true),
      ("https://[::1]:7", true), ("http://localhost.example", false),
      ("http://127.0.0.1.example", false), ("http://127.0.0.1@evil.example/", false),
      ("http://127.0.0", false), ("ftp://localhost", false), ("localhost:80", false),
      ("http://10.0.0.1", false), ("http://127.0.0.256", false), ("", false),
    ])
  func loopback(address: String, isLoopback: Bool) {
    #expect((LoopbackAddress(address) != nil) == isLoopback)
  }
}
