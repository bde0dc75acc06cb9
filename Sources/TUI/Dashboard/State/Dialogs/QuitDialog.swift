/// Asks before leaving while something of ours still runs. *Stay* has the focus; only `y` leaves.
package struct QuitDialog: Hashable, Sendable {
  /// What would end, one clause each: `the sign-in of beta`, `the proxy with 3 clients`.
  package var losses: [String]

  /// The sign-in that the question came in the way of, nil if there was none.
  package var signIn: SignInDialog?

  /// A question of its parts.
  package init(losses: [String], signIn: SignInDialog? = nil) {
    self.losses = losses
    self.signIn = signIn
  }
}
