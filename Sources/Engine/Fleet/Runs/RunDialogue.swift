package import EngineCore

/// What a run has to say and ask before, between and after codex has the terminal.
package protocol RunDialogue: Sendable {
  /// One line for people, for example which account was taken.
  func say(_ line: String) async

  /// Asks whether and how to sign in again to an account whose session has expired. Always nil without
  /// a terminal.
  func signInOffer(to account: Account, reason: String) async -> SignInMethod?

  /// Asks whether an older tool's accounts may be taken over now. Always false without a terminal.
  func mayTakeOver(_ labels: [String]) async -> Bool

  /// Shows the steps of that sign-in.
  func show(_ step: SignInStep) async
}
