package import EngineCore

/// How a child uses a sandbox: everything its environment follows from.
package struct SandboxUse: Hashable, Sendable {
  /// The sandbox.
  package var folder: SandboxFolder
  /// How far it is kept apart.
  package var mode: IsolationMode
  /// Whether its conversations are shared with `~/.codex`.
  package var sharesHistory: Bool
  /// The value of `SWOP_CHATGPT_BASE_URL`, nil when it is not set.
  package var chatGPTBaseURL: String?
  /// Where tokens are refreshed and revoked: the value of `SWOP_AUTH_BASE_URL`, or a server of swop.
  package var authBaseURL: String?
  /// Whether codex talks to a server of swop on this machine.
  package var usesLocalServer: Bool
  /// What codex shows to the backend's tool server where that is not an official host: it keeps its
  /// sign-in to itself there.
  package var toolToken: Redacted<String>?

  /// A use of its parts.
  package init(
    folder: SandboxFolder, mode: IsolationMode, sharesHistory: Bool,
    chatGPTBaseURL: String? = nil, authBaseURL: String? = nil, usesLocalServer: Bool = false,
    toolToken: Redacted<String>? = nil
  ) {
    self.folder = folder
    self.mode = mode
    self.sharesHistory = sharesHistory
    self.chatGPTBaseURL = chatGPTBaseURL
    self.authBaseURL = authBaseURL
    self.usesLocalServer = usesLocalServer
    self.toolToken = toolToken
  }
}
