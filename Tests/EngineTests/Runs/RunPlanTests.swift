import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("The plan of a run")
struct RunPlanTests {
  private let scene: RunScene

  init() throws {
    scene = try RunScene()
  }

  @Test("puts swop's flags before the user's words and their -c; the words stay byte for byte")
  func command() throws {
    let odd = Argument(bytes: [0xFF, 0x0A, 0x20])
    let order = scene.order(["exec", "-c", "model=\"x\"", "--", odd, ""])

    let flags = CodexFlags.direct(chatGPTBaseURL: nil)

    let plan = try RunPlan(order, layout: scene.layout)

    #expect(plan.command.executable == "/opt/codex")
    #expect(plan.command.directory == scene.folder.path)
    #expect(
      plan.command.arguments
        == flags + ["exec"] + flags + ["-c", "model=\"x\"", "--", odd, ""])
    #expect(plan.command.environment["CODEX_HOME"] == scene.home.text)
    #expect(plan.command.environment["CODEX_SQLITE_HOME"] == scene.layout.sharedHome.text)
    #expect(plan.notices == ["codex runs on work (most left)."])
    #expect(plan.subcommand == "exec")
    #expect(plan.codexVersion == "0.163.0")
  }

  @Test("says in one line what was kept from codex")
  func removed() throws {
    var order = scene.order()
    order.reason = nil
    order.inherited["OPENAI_API_KEY"] = "sk-secret"
    order.inherited["CODEX_ACCESS_TOKEN"] = "secret"

    let plan = try RunPlan(order, layout: scene.layout)

    #expect(
      plan.notices == [
        "codex runs on work.",
        "Not handed to codex, for it would override the account: CODEX_ACCESS_TOKEN, OPENAI_API_KEY",
      ])
    #expect(plan.command.environment["OPENAI_API_KEY"] == nil)
  }

  @Test("sends codex to the addresses that the environment names")
  func addresses() throws {
    var order = scene.order([])
    order.chatGPTBaseURL = "http://127.0.0.1:8080/backend-api"
    order.authBaseURL = "http://127.0.0.1:8081"

    let plan = try RunPlan(order, layout: scene.layout)

    #expect(
      plan.command.arguments
        == CodexFlags.direct(chatGPTBaseURL: "http://127.0.0.1:8080/backend-api"))
    #expect(
      plan.command.environment["CODEX_REFRESH_TOKEN_URL_OVERRIDE"]
        == "http://127.0.0.1:8081/oauth/token")
  }

  @Test("tells the proxy which run a rotated codex is")
  func rotated() throws {
    var order = scene.order(["exec", "hi"])
    let direct = try RunPlan(order, layout: scene.layout).command(of: RunID(17)).arguments
    order.route = .rotated(
      ProxyRoute(url: "http://127.0.0.1:81", backendURL: "http://127.0.0.1:82/backend-api"),
      token: Redacted("the pool's"))

    let command = try RunPlan(order, layout: scene.layout).command(of: RunID(17))
    let rotated = command.arguments

    #expect(direct == CodexFlags.direct(chatGPTBaseURL: nil) + ["exec", "hi"])
    #expect(rotated.contains("openai_base_url=\"http://127.0.0.1:81/run/17/backend-api/codex\""))
    #expect(rotated.contains("chatgpt_base_url=\"http://127.0.0.1:82/backend-api\""))
    #expect(rotated.suffix(2) == ["exec", "hi"])
    #expect(command.environment["CODEX_CONNECTORS_TOKEN"] == "the pool's")
    #expect(!rotated.contains { $0.description.contains("the pool's") })
  }

  @Test("keeps an older codex away from shared conversations")
  func olderCodex() throws {
    let old = try RunPlan(scene.order(version: CodexVersion(0, 144, 4)), layout: scene.layout)
    #expect(old.command.environment["CODEX_SQLITE_HOME"] == nil)

    #expect(throws: RunError.damagesHistory(version: "0.136.0")) {
      try RunPlan(scene.order(version: CodexVersion(0, 136, 0)), layout: scene.layout)
    }
    let strict = scene.order(version: CodexVersion(0, 136, 0), mode: .strict)
    #expect(throws: Never.self) { try RunPlan(strict, layout: scene.layout) }
  }

  @Test("refuses a root in a temporary folder, where codex makes no locks")
  func temporaryRoot() throws {
    let layout = SandboxLayout(root: "/tmp/swop", sharedHome: "/home/me/.codex")
    #expect(throws: RunError.temporaryRoot("/tmp/swop", temporary: "/tmp")) {
      try RunPlan(scene.order(), layout: layout)
    }

    var order = scene.order()
    order.inherited["TMPDIR"] = scene.folder.path.text + "/"
    #expect(throws: RunError.temporaryRoot(scene.layout.root, temporary: scene.folder.path)) {
      try RunPlan(order, layout: scene.layout)
    }
  }

  @Test("refuses codex's own sign-in and logout, naming swop's")
  func signInCommands() throws {
    let error = RunError.signInCommand(replacement: "relogin", label: "work")

    #expect(throws: error) { try RunPlan(scene.order(["login"]), layout: scene.layout) }
    #expect(error.outcome == .usage)
    #expect(error.remedy == "Let swop do it: swop relogin work")
  }
}
