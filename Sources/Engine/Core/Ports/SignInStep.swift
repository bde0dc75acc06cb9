/// What a sign-in wants the person to see or do next.
package enum SignInStep: Sendable, Hashable {
  /// Another sign-in on this machine has to end first; `sentence` says which, and who runs it.
  case waitingForOther(sentence: String)
  /// Open this address in a browser on this machine.
  case openLink(String)
  /// Open this address in a browser on any machine, then paste the address it ends on.
  case openAnywhere(String)
  /// Open this address on any device and enter the code before the time is up.
  case enterCode(code: String, link: String, until: Date)
  /// Something to know, one sentence.
  case notice(String)
  /// The sign-in succeeded and is being put in place.
  case finishing
}
