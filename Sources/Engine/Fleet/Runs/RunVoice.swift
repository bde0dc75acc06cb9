package import EngineCore

/// How a run speaks with the person who started it.
package struct RunVoice: Sendable {
  /// Says one line, before codex gets the terminal.
  package var say: @Sendable (String) async -> Void
  /// Offers to sign in again, and does; the text is why, one clause. The answer is whether the session
  /// lives now: false without a terminal, and when the person does not want to.
  package var renew: @Sendable (Account, String) async throws -> Bool

  /// A voice of its parts.
  package init(
    say: @escaping @Sendable (String) async -> Void,
    renew: @escaping @Sendable (Account, String) async throws -> Bool
  ) {
    self.say = say
    self.renew = renew
  }
}
