/// The keys that the settings file gives to a command of the dashboard, not yet held against what there is.
package struct KeyBinding: Hashable, Sendable {
  /// The command's name, for example `account.delete`.
  package let command: String
  /// Its keys as they are written, for example `Ctrl-D`; none frees it.
  package let keys: [String]
  /// Where the keys stand in the settings file, nil if they do not come from there.
  package let position: JSON5Position?

  /// A binding of its parts.
  package init(command: String, keys: [String], position: JSON5Position? = nil) {
    self.command = command
    self.keys = keys
    self.position = position
  }
}
