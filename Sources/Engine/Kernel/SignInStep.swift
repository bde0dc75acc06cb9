/// What a sign-in wants the person to see or do next.
package enum SignInStep: Sendable, Hashable {
  /// Another sign-in on this machine has to end first; `purpose` says which.
  case waitingForOther(purpose: String)
  /// Open this address in a browser on this machine.
  case openLink(String)
  /// Open this address on any device and enter the code before the time is up.
  case enterCode(code: String, link: String, until: Date)
  /// Something to know, one sentence.
  case notice(String)
  /// The sign-in succeeded and is being put in place.
  case finishing
}
