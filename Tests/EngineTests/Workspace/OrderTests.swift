import EngineCore
import Testing

@testable import Engine

@Suite("What may be asked of a new workspace")
struct OrderTests {
  @Test("nothing is mounted unless a folder is named")
  func optIn() throws {
    let nothing = try WorkspaceSecrets.asked(
      folder: nil, mount: nil, profile: nil, isRefused: false)
    let folder = try WorkspaceSecrets.asked(
      folder: "/srv/secrets", mount: nil, profile: nil, isRefused: false)
    let everything = try WorkspaceSecrets.asked(
      folder: "/srv/secrets", mount: "/mnt//secrets/", profile: "work", isRefused: false)

    #expect(nothing == nil)
    #expect(folder?.mount == "/home/codex/codex_secrets")
    #expect(folder?.profile == nil)
    #expect(everything?.mount == "/mnt/secrets")
    #expect(everything?.profile == "work")
  }

  struct Refusal: Sendable {
    var folder: FilePath?
    var mount: String?
    var profile: String?
    var isRefused = false
    let error: WorkspaceError
  }

  static let refusals = [
    Refusal(mount: "/x", error: .optionNeeds("--secrets-mount", other: "--secrets-dir")),
    Refusal(profile: "p", error: .optionNeeds("--codex-profile", other: "--secrets-dir")),
    Refusal(
      folder: "/s", isRefused: true, error: .optionsExclude("--no-secrets", "--secrets-dir")),
    Refusal(
      mount: "/x", isRefused: true, error: .optionsExclude("--no-secrets", "--secrets-mount")),
    Refusal(
      profile: "p", isRefused: true, error: .optionsExclude("--no-secrets", "--codex-profile")),
    Refusal(
      folder: "/s", mount: "x",
      error: .badValue(
        option: "--secrets-mount", value: "x",
        expected: "an absolute path without “..”, commas and quotes")),
    Refusal(
      folder: "/s", mount: "/x,readonly=false",
      error: .badValue(
        option: "--secrets-mount", value: "/x,readonly=false",
        expected: "an absolute path without “..”, commas and quotes")),
    Refusal(
      folder: "/s", profile: "../../etc/passwd",
      error: .badValue(
        option: "--codex-profile", value: "../../etc/passwd",
        expected: "letters, digits, “-”, “_” and “.”")),
  ]

  @Test("options about secrets that do not go together are usage errors", arguments: refusals)
  func refused(_ refusal: Refusal) {
    #expect(throws: refusal.error) {
      try WorkspaceSecrets.asked(
        folder: refusal.folder, mount: refusal.mount, profile: refusal.profile,
        isRefused: refusal.isRefused)
    }
    #expect(refusal.error.outcome == .usage)
  }

  @Test("the clone is at /work/OWNER/REPO, or elsewhere below /work")
  func folders() throws {
    var order = WorkspaceOrder()
    #expect(order.path == "/work")
    order.repository = try RepositorySpec("acme/website", folder: "/", home: "/")
    #expect(order.path == "/work/acme/website")
    #expect(try WorkspaceOrder.directory("site") == "/work/site")
    #expect(try WorkspaceOrder.directory("/work/a/b/") == "/work/a/b")
    for bad in ["/", "/etc", "/work", "../x", "/work/../etc", "a,b", "/workshop/x"] {
      #expect(throws: WorkspaceError.self) { try WorkspaceOrder.directory(bad) }
    }
  }

  @Test("neither a ref nor an image can pass for an option")
  func words() throws {
    #expect(try WorkspaceOrder.ref("feature/x") == "feature/x")
    #expect(try WorkspaceOrder.image("ghcr.example/acme/box:1@sha256:00") != "")
    for bad in ["", "-x", "a b", "a\nb"] {
      #expect(throws: WorkspaceError.self) { try WorkspaceOrder.ref(bad) }
      #expect(throws: WorkspaceError.self) { try WorkspaceOrder.image(bad) }
    }
  }

  @Test("the abilities that wrappers ask for are there")
  func abilities() {
    let older = [
      "capabilities-command", "supports-flag", "version", "create-alias", "output-json",
      "tunnel-name-v1", "tunnel-json", "secrets-explicit-dir", "rm-default-volumes",
      "rm-keep-volumes-flag",
    ]

    #expect(Array(WorkspaceContract.capabilities.prefix(older.count)) == older)
    #expect(WorkspaceContract.supports("engine-podman"))
    #expect(!WorkspaceContract.supports("Engine-Podman"))
  }
}
