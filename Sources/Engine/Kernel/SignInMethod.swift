/// How a person signs in.
package enum SignInMethod: Sendable {
  /// In a browser on this machine.
  case browser
  /// On any device, with a code.
  case device
  /// With an API key.
  case apiKey(Redacted<String>)
  /// By copying an existing `auth.json`, or a folder that holds one.
  case importing(FilePath)
}
