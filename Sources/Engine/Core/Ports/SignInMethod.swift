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
