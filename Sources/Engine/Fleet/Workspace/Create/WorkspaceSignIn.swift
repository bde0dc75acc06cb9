/// As whom codex works in a workspace.
package enum WorkspaceSignIn: Hashable, Sendable {
  /// As the pool, through the host's proxy.
  case pool
  /// As one account, through the host's proxy.
  case account(label: String)
  /// As the account that automatic choice takes when the workspace is made, through the proxy.
  case automatic
  /// With a copy of an account's own sign-in; nil takes what automatic choice takes.
  case copy(label: String?)
}
