/// Settings after everyone had a say: flag, environment, file, default; the first that speaks wins.
package struct SettingsResolution: Hashable, Sendable {
  /// Every setting with its value and source: the general ones in the order of the catalogue, then
  /// those that the file sets for single accounts and commands.
  package let all: [ResolvedSetting]
  /// The values.
  package let settings: Settings

  /// Resolves settings.
  ///
  /// - Parameters:
  ///   - file: what the settings file says.
  ///   - environment: the variables of this process; an empty one counts as unset.
  ///   - home: the user's home folder, for paths that begin with `~/`; nil takes `HOME`.
  /// - Throws: `SettingsError.wrongVariable` for a variable that holds something else than it may.
  package init(
    file: SettingsFile, environment: ProcessEnvironment, home: FilePath? = nil
  ) throws(SettingsError) {
    var all: [ResolvedSetting] = []
    for definition in SettingCatalogue.all where !definition.isRepeated {
      let entry = file.entries.last { $0.definition == definition }
      if let found = try Self.fromEnvironment(definition, environment) {
        all.append(found)
      } else if let entry {
        all.append(
          ResolvedSetting(
            definition: definition, value: entry.value, source: .file(entry.position)))
      } else {
        all.append(
          ResolvedSetting(
            definition: definition, value: definition.defaultValue, source: .builtIn))
      }
    }
    for entry in file.entries where entry.definition.isRepeated {
      all.append(
        ResolvedSetting(
          definition: entry.definition, path: entry.path, value: entry.value,
          source: .file(entry.position)))
    }
    self.all = all
    settings = Settings(all, home: home ?? environment.nonEmpty("HOME").map { FilePath($0) })
  }

  private static func fromEnvironment(
    _ definition: SettingDefinition, _ environment: ProcessEnvironment
  ) throws(SettingsError) -> ResolvedSetting? {
    guard let variable = definition.variable, let text = environment.nonEmpty(variable) else {
      return nil
    }
    // A switch in the environment is 0 or 1 and nothing else, as documented.
    let fits = definition.kind != .flag || text == "0" || text == "1"
    guard fits, let value = definition.kind.value(of: [text]) else {
      let expected = definition.kind == .flag ? "0 or 1" : definition.kind.expectation
      throw .wrongVariable(name: variable, value: text, expected: expected)
    }
    return ResolvedSetting(
      definition: definition, value: value, source: .environment(variable: variable))
  }
}

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
  let path: [String]
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
