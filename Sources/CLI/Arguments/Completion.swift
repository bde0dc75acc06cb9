/// What the shell may offer in place of a value.
package enum Completion: Hashable, Sendable {
  /// Nothing.
  case none
  /// One of these words.
  case words([String])
  /// The label of an account.
  case labels
  /// The label of an account in the trash.
  case trashedLabels
  /// The name of a setting.
  case settings
  /// A file.
  case files
  /// The name of a command of swop.
  case commands
}
