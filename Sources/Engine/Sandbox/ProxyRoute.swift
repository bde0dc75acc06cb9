/// Where codex finds the rotation proxy: two origins on this machine.
package struct ProxyRoute: Hashable, Sendable {
  /// Codex's `openai_base_url`.
  package let providerURL: String
  /// Codex's `chatgpt_base_url`.
  package let backendURL: String
  /// Where tokens would be renewed and revoked; there is nothing to renew.
  package let authURL: String

  /// A route of its parts.
  package init(providerURL: String, backendURL: String, authURL: String) {
    self.providerURL = providerURL
    self.backendURL = backendURL
    self.authURL = authURL
  }
}
