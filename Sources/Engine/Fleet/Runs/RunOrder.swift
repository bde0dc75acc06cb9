package import EngineCore

/// A run as it was decided: which codex, on which account, with which words.
package struct RunOrder: Sendable {
  /// The account; for a rotated run the one that serves first.
  package var account: Account
  /// Why it was taken, one clause for people: `most left`; nil if it was asked for.
  package var reason: String?
  /// The codex to run.
  package var binary: CodexBinary
  /// How far the sandbox is kept apart.
  package var mode: IsolationMode
  /// The user's own arguments, byte for byte.
  package var arguments: [Argument]
  /// Where to run.
  package var directory: FilePath
  /// The environment that swop was started with.
  package var inherited: ProcessEnvironment
  /// The value of `SWOP_CHATGPT_BASE_URL`, nil when it is not set.
  package var chatGPTBaseURL: String?
  /// The value of `SWOP_AUTH_BASE_URL`, nil when it is not set.
  package var authBaseURL: String?
  /// Whether the run can be repeated with the same input: false when codex may have read a pipe.
  package var canRepeat: Bool
  /// How it reaches the server.
  package var route: RunRoute

  /// An order of its parts.
  package init(
    account: Account, reason: String? = nil, binary: CodexBinary, mode: IsolationMode = .relaxed,
    arguments: [Argument] = [], directory: FilePath, inherited: ProcessEnvironment,
    chatGPTBaseURL: String? = nil, authBaseURL: String? = nil, canRepeat: Bool = true,
    route: RunRoute = .direct
  ) {
    self.account = account
    self.reason = reason
    self.binary = binary
    self.mode = mode
    self.arguments = arguments
    self.directory = directory
    self.inherited = inherited
    self.chatGPTBaseURL = chatGPTBaseURL
    self.authBaseURL = authBaseURL
    self.canRepeat = canRepeat
    self.route = route
  }

  /// Whether the conversations of this run are shared with `~/.codex`.
  package var sharesHistory: Bool { mode == .relaxed && binary.abilities.sharesHistory }
}
