package import EngineCore

/// Where a proxy listens. Both ports serve everything; codex needs two origins, or it would walk past the
/// proxy to the origin that the backend names.
package struct ProxyAddresses: Hashable, Sendable {
  /// The port for `openai_base_url`.
  package let responsesPort: UInt16
  /// The port for `chatgpt_base_url`.
  package let backendPort: UInt16
  /// The unix socket, nil for none.
  package let socket: FilePath?

  /// Addresses of their parts.
  package init(responsesPort: UInt16, backendPort: UInt16, socket: FilePath? = nil) {
    self.responsesPort = responsesPort
    self.backendPort = backendPort
    self.socket = socket
  }

  /// The proxy's own origin, `http://127.0.0.1:…`.
  package var url: String { "http://127.0.0.1:\(responsesPort)" }
  /// The value of codex's `openai_base_url`.
  package var openAIBaseURL: String { url + "/backend-api/codex" }
  /// The value of codex's `chatgpt_base_url`.
  package var chatGPTBaseURL: String { "http://127.0.0.1:\(backendPort)/backend-api" }
  /// The value of codex's variable for the address that renews tokens; `token` is the client's own.
  package func renewalURL(token: Redacted<String>) -> Redacted<String> {
    Redacted("http://127.0.0.1:\(backendPort)/t/\(token.reveal())/oauth/token")
  }
  /// The value of codex's variable for the address that revokes tokens.
  package func revocationURL(token: Redacted<String>) -> Redacted<String> {
    Redacted("http://127.0.0.1:\(backendPort)/t/\(token.reveal())/oauth/revoke")
  }
}
