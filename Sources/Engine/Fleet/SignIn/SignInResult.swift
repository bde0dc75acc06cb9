/// A sign-in that lies in its staging folder, ready to be put in place.
package struct SignInResult: Sendable {
  /// What was signed in.
  package let file: AuthFile
  /// What the person should know, one sentence each.
  package let warnings: [String]

  /// A result of its parts.
  package init(file: AuthFile, warnings: [String] = []) {
    self.file = file
    self.warnings = warnings
  }
}
