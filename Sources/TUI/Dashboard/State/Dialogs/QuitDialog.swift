/// Asks before leaving while a sign-in is under way: the only thing that ends with the screen, as the proxy
/// that serves others is a process of its own. *Stay* has the focus; only `y` leaves.
package struct QuitDialog: Hashable, Sendable {
  /// The sign-in that the question came in the way of.
  package var signIn: SignInDialog

  /// A question about a sign-in.
  package init(_ signIn: SignInDialog) { self.signIn = signIn }
}
