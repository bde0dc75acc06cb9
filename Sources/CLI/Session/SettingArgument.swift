import EngineKernel
import EngineSettings

/// A setting named on the command line.
enum SettingArgument {
  /// The definition of the named setting.
  ///
  /// - Throws: `SettingsError.unknown` with the nearest name.
  static func definition(named name: String) throws(SettingsError) -> SettingDefinition {
    guard let definition = SettingCatalogue.definition(named: name) else {
      throw .unknown(name: name, nearest: SettingCatalogue.nearest(to: name))
    }
    return definition
  }

  /// The position that a command takes for it.
  static let positional = PositionalDefinition(
    "NAME", completion: .settings, help: "The setting, for example strategy")
}
