import Engine
import EngineCore
import TUIKit

/// `swop themes`: the colours of the dashboard.
enum ThemesCommand {
  static let definition = CommandDefinition(
    "themes", summary: "List, preview and check the dashboard's themes"
  ).with {
    $0.details = [
      "Your own themes lie in the folder themes below swop's root, one .json5 file each; a file with "
        + "the name of a built-in theme replaces it."
    ]
    $0.examples = [.init("swop themes", "list every theme")]
    $0.subcommands = [
      ThemesListCommand.definition, ThemesPreviewCommand.definition,
      ThemesCheckCommand.definition, ThemesImportCommand.definition,
    ]
    $0.defaultSubcommand = "list"
  }

  /// The folder of the user's themes.
  static func folder(_ invocation: Invocation) throws -> FilePath {
    try invocation.environment.settingsStore().path.parent / "themes"
  }

  /// A path as it was typed, below the folder the command was started in.
  static func path(_ word: String, _ invocation: Invocation) -> FilePath {
    word.hasPrefix("/") ? FilePath(word) : invocation.environment.folder / word
  }

  /// Every theme there is; files that cannot be used are told.
  static func library(_ invocation: Invocation) throws -> ThemeLibrary {
    let library = DashboardThemes(
      folder: try folder(invocation), files: invocation.environment.files
    ).library()
    for problem in library.problems { invocation.note("swop: " + problem.message) }
    return library
  }
}
