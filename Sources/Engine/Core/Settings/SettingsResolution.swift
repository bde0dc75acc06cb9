/// Settings after everybody had a say: flag, environment, file, default; the first that speaks wins.
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
