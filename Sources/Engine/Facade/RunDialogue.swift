package import EngineKernel

/// What a run has to say and ask before, between and after codex has the terminal.
package protocol RunDialogue: Sendable {
  /// One line for people, for example which account was taken.
  func say(_ line: String) async

  /// Asks whether and how to sign in again to an account whose session has expired. Always nil without
  /// a terminal.
  func signInOffer(to account: Account, reason: String) async -> SignInMethod?

  /// Shows the steps of that sign-in.
  func show(_ step: SignInStep) async
}
