/// Which program wrote a sign-in that is to be imported.
package enum SignInOrigin: String, Hashable, Sendable, Codable {
  /// Codex itself, or an account switcher that copies its `auth.json`.
  case codex
  /// CLIProxyAPI: one flat JSON object a sign-in.
  case cliProxyAPI = "cpa"
  /// codex-multi-auth: one list of accounts.
  case multiAuth = "codex-multi-auth"
  /// codex-switcher: one list of accounts.
  case codexSwitcher = "codex-switcher"
  /// OpenCode: one object with a member for each provider.
  case openCode = "opencode"
  /// swop's own export.
  case swop
}
