/// What binding or unbinding the desktop app came to.
package enum BindOutcome: String, Hashable, Sendable {
  /// The app goes through the proxy now.
  case bound
  /// It did already; nothing was changed.
  case alreadyBound = "already_bound"
  /// The configuration has its old bytes again.
  case restored
  /// The configuration was changed meanwhile: only the one key was taken out.
  case keyRemoved = "key_removed"
  /// It is not bound; nothing was changed.
  case notBound = "not_bound"
}
