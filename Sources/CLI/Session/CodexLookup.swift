import Engine
import EngineCore

/// The search for codex as flags, environment and settings shape it.
struct CodexLookup: Sendable {
  /// The search.
  let search: CodexSearch
  /// Where it looks.
  let places: CodexPlaces

  /// The search of a command.
  ///
  /// - Throws: `SettingsError`, or `DirectoryError` without a home.
  init(_ invocation: Invocation) throws {
    let environment = invocation.environment
    let option = invocation.command.options["codex-bin"].map { text in
      text.hasPrefix("/") ? FilePath(text) : environment.folder / text
    }
    search = try environment.makeCodexSearch()
    let root = try environment.settingsStore().path.parent
    let installed = InstalledCodex(folder: root / "bin", files: environment.files)
    places = CodexPlaces(
      option: option, setting: try invocation.settings().settings.codexPath,
      installed: invocation.isRootTrusted ? installed.places : [],
      environment: environment.variables)
  }
}
