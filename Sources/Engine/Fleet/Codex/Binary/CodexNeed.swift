package import EngineCore

/// Something that swop relies on codex to understand.
package struct CodexNeed: Hashable, Sendable {
  /// What it is, as it would be typed.
  package let name: String
  /// What it is for, a few words.
  package let purpose: String
  /// The words that ask for it, `--help` excluded.
  package let words: [Argument]
  /// The oldest version that has to understand it.
  package let since: CodexVersion

  private init(
    _ name: String, _ purpose: String, words: [Argument]? = nil,
    since: CodexVersion = CodexAbilities.minimum
  ) {
    self.name = name
    self.purpose = purpose
    self.words = words ?? name.split(separator: " ").map { Argument(String($0)) }
    self.since = since
  }

  /// Everything that swop passes.
  package static let all = [
    CodexNeed(
      "-c KEY=VALUE", "kept apart from other sign-ins",
      words: ["-c", "cli_auth_credentials_store=\"file\""]),
    CodexNeed("exec", "runs without a screen"),
    CodexNeed("resume", "conversations that go on"),
    CodexNeed("app-server", "sign-ins, and quotas when the server's answer is not known"),
    CodexNeed("login --device-auth", "sign-ins without a browser"),
    CodexNeed("login --with-api-key", "sign-ins by key"),
    CodexNeed("logout", "sign-outs"),
    CodexNeed("delete --force", "cleaning up conversations"),
  ]
}
