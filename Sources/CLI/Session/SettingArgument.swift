import EngineCore
import TUI
import TUIKit

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

  /// Refuses keys that cannot be used beside those the file has already.
  ///
  /// - Throws: `KeyFault`.
  static func check(
    _ value: SettingValue, named name: String, in file: SettingsFile
  ) throws(KeyFault) {
    let path = SettingCatalogue.path(of: name)
    guard case .list(let keys) = value, path.count == 2, path[0] == "keys" else { return }
    // The last of the bindings gives way to those before it.
    let new = KeyBinding(command: path[1], keys: keys)
    let others = file.keyBindings.filter { $0.command != path[1] }
    let faults = DashboardCommands.changes(others + [new]).faults
    if let fault = faults.last, fault.command == path[1] { throw fault }
  }

  /// The position that a command takes for it.
  static let positional = PositionalDefinition(
    "NAME", completion: .settings, help: "The setting, for example strategy")
}
