package import EngineKernel

/// A setting with the value that holds and where that comes from.
package struct ResolvedSetting: Hashable, Sendable {
  /// Where a value comes from; a later case wins over an earlier one.
  package enum Source: Hashable, Sendable {
    case builtIn
    /// The settings file, with the place.
    case file(JSON5Position)
    /// An environment variable.
    case environment(variable: String)
    /// A flag of this command.
    case flag(String)

    /// One word, for scripts.
    package var word: String {
      switch self {
      case .builtIn: "default"
      case .file: "file"
      case .environment: "environment"
      case .flag: "flag"
      }
    }
  }

  /// The setting.
  package let definition: SettingDefinition
  /// The account it is about, nil for a general one.
  package let account: AccountKey?
  /// The value that holds, nil for nothing.
  package let value: SettingValue?
  /// Where the value comes from.
  package let source: Source

  /// A setting of its parts.
  package init(
    definition: SettingDefinition, account: AccountKey? = nil, value: SettingValue?, source: Source
  ) {
    self.definition = definition
    self.account = account
    self.value = value
    self.source = source
  }

  /// Its full name, the account's key filled in.
  package var name: String {
    account.map { "accounts.\($0).\(definition.leaf)" } ?? definition.name
  }
}
