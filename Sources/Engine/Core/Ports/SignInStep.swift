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

/// Asks a person for the address that the browser ended on; nil when there is no more input.
///
/// - Parameter problem: what was wrong with the last one, as one sentence; nil the first time.
package typealias PastedAddress = @Sendable (_ problem: String?) async -> Redacted<String>?

/// How a person signs in.
package enum SignInMethod: Sendable {
  /// In a browser on this machine.
  case browser
  /// In a browser on another machine; the address that it ends on is pasted here.
  case pastedCallback(PastedAddress)
  /// On any device, with a code.
  case device
  /// With an API key.
  case apiKey(Redacted<String>)
  /// With a personal access token (`at-…`) or an agent identity (a JSON web token).
  case accessToken(Redacted<String>)
  /// By copying an existing `auth.json`, or a folder that holds one.
  case importing(FilePath)
}
