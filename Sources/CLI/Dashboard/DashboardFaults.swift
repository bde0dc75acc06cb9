import Engine
import EngineCore
import TUI
import TUIKit

/// What is wrong with what people write for the dashboard: themes, and keys in the settings file.
enum DashboardFaults {
  /// Every fault. A settings file that cannot be read at all changes no keys.
  static func all(_ store: SettingsStore, files: any FileSystem) -> [ErrorReport] {
    let themes = DashboardThemes(folder: store.path.parent / "themes", files: files)
    let bindings = (try? store.load().keyBindings) ?? []
    return themes.load().faults + DashboardCommands.changes(bindings).faults.map(\.report)
  }
}
