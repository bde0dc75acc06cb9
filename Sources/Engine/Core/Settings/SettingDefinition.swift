/// One setting: the single place where its name, type, default and help are written.
package struct SettingDefinition: Hashable, Sendable {
  /// Its name, parts joined by dots; `KEY` stands for the key of an account,
  /// `COMMAND` for a command of the dashboard.
  package let name: String
  /// What it may hold.
  package let kind: SettingKind
  /// What holds when nobody says anything; nil for nothing.
  package let defaultValue: SettingValue?
  /// One line for people, without a full stop.
  package let help: String
  /// The environment variable that wins over the file.
  package let variable: String?

  /// A setting of its parts.
  package init(
    name: String, kind: SettingKind, defaultValue: SettingValue?, help: String,
    variable: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.help = help
    self.variable = variable
  }

  /// Whether there is one of it for each account.
  package var isPerAccount: Bool { name.hasPrefix(Self.accountPrefix) }

  /// Whether there is one of it for each command of the dashboard.
  package var isPerCommand: Bool { name.hasPrefix(Self.commandPrefix) }

  /// Whether there may be several of it.
  package var isRepeated: Bool { isPerAccount || isPerCommand }

  /// The last part of its name.
  package var leaf: String { name.split(separator: ".").last.map(String.init) ?? name }

  static let accountPrefix = "accounts.KEY."
  static let commandPrefix = "keys."
}
