import EngineCore
import Testing

@testable import Engine

@Suite("SandboxEnvironment")
struct SandboxEnvironmentTests {
  private let layout = SandboxLayout(root: "/root/.swop", sharedHome: "/home/ada/.codex")

  private func environment(
    of inherited: [String: String], mode: IsolationMode = .relaxed, sharesHistory: Bool = true,
    chatGPT: String? = nil, auth: String? = nil, usesLocalServer: Bool = false
  ) -> SandboxEnvironment {
    SandboxEnvironment(
      inherited: ProcessEnvironment(inherited),
      use: SandboxUse(
        folder: SandboxFolder("/root/.swop/accounts/work"), mode: mode,
        sharesHistory: sharesHistory, chatGPTBaseURL: chatGPT, authBaseURL: auth,
        usesLocalServer: usesLocalServer),
      layout: layout)
  }

  @Test("in relaxed mode only the account's own home is another, and conversations are shared")
  func relaxed() {
    let result = environment(of: ["HOME": "/home/ada", "XDG_CONFIG_HOME": "/x", "TERM": "xterm"])

    #expect(
      Set(result.environment.words.map { String(decoding: $0, as: UTF8.self) }) == [
        "HOME=/home/ada", "XDG_CONFIG_HOME=/x", "TERM=xterm",
        "CODEX_HOME=/root/.swop/accounts/work/codex", "SWOP_ROOT=/root/.swop",
        "CODEX_SQLITE_HOME=/home/ada/.codex",
      ])
    #expect(result.notice == nil)
  }

  @Test("a version that may not share conversations gets no shared database")
  func ownHistory() {
    #expect(environment(of: [:], sharesHistory: false).environment["CODEX_SQLITE_HOME"] == nil)
  }

  @Test("in strict mode home, XDG folders and the session bus are not the user's")
  func strict() {
    let result = environment(
      of: [
        "HOME": "/home/ada", "XDG_RUNTIME_DIR": "/run/user/1",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1/bus",
      ], mode: .strict)

    let sandbox = "/root/.swop/accounts/work"
    let home = sandbox + "/home"
    #expect(
      Set(result.environment.words.map { String(decoding: $0, as: UTF8.self) }) == [
        "HOME=\(home)", "XDG_CONFIG_HOME=\(home)/.config", "XDG_DATA_HOME=\(home)/.local/share",
        "XDG_STATE_HOME=\(home)/.local/state", "XDG_CACHE_HOME=\(home)/.cache",
        "CODEX_HOME=\(sandbox)/codex", "SWOP_ROOT=/root/.swop",
      ])
  }

  @Test(
    "a variable that would beat the account's sign-in is removed and named",
    arguments: [
      "CODEX_API_KEY", "CODEX_ACCESS_TOKEN", "OPENAI_API_KEY", "OPENAI_FEDERATION_RULE_ID",
      "OPENAI_IDENTITY_TOKEN_FILE", "CODEX_INTERNAL_ORIGINATOR_OVERRIDE",
      "CODEX_REFRESH_TOKEN_URL_OVERRIDE", "CODEX_REVOKE_TOKEN_URL_OVERRIDE",
      "CODEX_APP_SERVER_LOGIN_ISSUER", "CODEX_APP_SERVER_CHATGPT_BASE_URL",
      "CODEX_APP_SERVER_ANYTHING_NEW", "CODEX_CONNECTORS_TOKEN",
    ])
  func removed(name: String) {
    let result = environment(of: [name: "value-of-it"])

    #expect(result.environment[name] == nil)
    #expect(result.removed == [name])
    #expect(result.notice?.contains(name) == true)
    #expect(result.notice?.contains("value-of-it") == false)
  }

  @Test("an inherited database folder is named unless it is the same again")
  func databaseFolder() {
    #expect(environment(of: ["CODEX_SQLITE_HOME": "/other"]).removed == ["CODEX_SQLITE_HOME"])
    #expect(environment(of: ["CODEX_SQLITE_HOME": "/home/ada/.codex"]).removed == [])
    #expect(
      environment(of: ["CODEX_SQLITE_HOME": "/other"]).environment["CODEX_SQLITE_HOME"]
        == "/home/ada/.codex")
  }

  @Test("another sign-in server takes the place of whatever the environment named")
  func authBase() {
    let result = environment(
      of: ["CODEX_REFRESH_TOKEN_URL_OVERRIDE": "https://elsewhere/oauth/token"],
      auth: "https://auth.example/")

    let names = [
      "CODEX_REFRESH_TOKEN_URL_OVERRIDE", "CODEX_REVOKE_TOKEN_URL_OVERRIDE",
      "CODEX_APP_SERVER_LOGIN_ISSUER", "NO_PROXY",
    ]
    #expect(
      names.map { result.environment[$0] } == [
        "https://auth.example/oauth/token", "https://auth.example/oauth/revoke",
        "https://auth.example", nil,
      ])
    #expect(result.removed == ["CODEX_REFRESH_TOKEN_URL_OVERRIDE"])
  }

  @Test(
    "loopback is kept from proxies whenever codex talks to this machine",
    arguments: [
      ([:], "127.0.0.1,localhost,::1", "127.0.0.1,localhost,::1"),
      (
        ["NO_PROXY": "intra"], "intra,127.0.0.1,localhost,::1", "intra,127.0.0.1,localhost,::1"
      ),
      (
        ["NO_PROXY": "a", "no_proxy": "b, localhost"], "a,127.0.0.1,localhost,::1",
        "b, localhost,127.0.0.1,::1"
      ),
      (["no_proxy": "*"], "*", "*"),
      (["NO_PROXY": ""], "127.0.0.1,localhost,::1", "127.0.0.1,localhost,::1"),
    ] as [([String: String], String, String)])
  func noProxy(inherited: [String: String], upper: String, lower: String) {
    let results = [
      environment(of: inherited, usesLocalServer: true),
      environment(of: inherited, chatGPT: "http://127.0.0.1:9/backend-api"),
      environment(of: inherited, auth: "http://localhost:9"),
    ]

    for result in results {
      #expect(result.environment["NO_PROXY"] == upper)
      #expect(result.environment["no_proxy"] == lower)
    }
  }

  @Test("a relay elsewhere leaves the user's proxy rules alone")
  func noProxyUntouched() {
    let result = environment(of: ["NO_PROXY": "intra"], chatGPT: "https://relay.example/x")

    #expect(result.environment["NO_PROXY"] == "intra")
    #expect(result.environment["no_proxy"] == nil)
  }
}
