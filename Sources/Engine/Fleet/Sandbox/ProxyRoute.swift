package import EngineCore

/// Where codex finds the rotation proxy: two origins on this machine.
package struct ProxyRoute: Hashable, Sendable {
  /// The first origin; tokens would be renewed and revoked there too, but there is nothing to renew.
  package let url: String
  /// Codex's `chatgpt_base_url`.
  package let backendURL: String
  /// The run whose requests come this way, nil if that is nobody's business.
  package var run: RunID?

  /// A route of its parts.
  package init(url: String, backendURL: String) {
    self.url = url
    self.backendURL = backendURL
  }

  /// Codex's `openai_base_url`.
  package var providerURL: String {
    url + (run.map { "/run/\($0)" } ?? "") + "/backend-api/codex"
  }
}
