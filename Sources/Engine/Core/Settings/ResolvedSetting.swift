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
  /// The keys that lead to it.
  package let path: [String]
  /// The value that holds, nil for nothing.
  package let value: SettingValue?
  /// Where the value comes from.
  package let source: Source

  /// A setting of its parts; without a path it is the general one of its name.
  package init(
    definition: SettingDefinition, path: [String]? = nil, value: SettingValue?, source: Source
  ) {
    self.definition = definition
    self.path = path ?? SettingCatalogue.path(of: definition.name)
    self.value = value
    self.source = source
  }

  /// Its full name, with the account's key or the command it is about.
  package var name: String { path.joined(separator: ".") }
}
