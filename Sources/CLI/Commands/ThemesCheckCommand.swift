import EngineCore
import TUIKit

/// `swop themes check`: whether the user's themes can be used.
enum ThemesCheckCommand {
  static let definition = CommandDefinition(
    "check", summary: "Check your own themes, or one file", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition(
        "FILE", count: .optional, completion: .files, help: "The theme's file")
    ]
    $0.examples = [.init("swop themes check mine.json5", "check one file")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let themes = DashboardThemes(
      folder: try ThemesCommand.folder(invocation), files: invocation.environment.files)
    let library =
      try invocation.command.word("FILE").map { word in
        ThemeLibrary([try themes.file(ThemesCommand.path(word, invocation))])
      } ?? themes.library()
    var problems = library.problems
    let names = library.names.filter { library.file(named: $0)?.isBuiltIn == false }
    for name in names {
      do {
        _ = try library.theme(named: name)
      } catch {
        problems.append(error)
      }
    }
    for warning in library.warnings { invocation.note("swop: " + warning) }
    if let first = problems.first {
      for other in problems.dropFirst() { invocation.note("swop: " + other.message) }
      throw first
    }
    let count = names.count == 1 ? "1 theme" : "\(names.count) themes"
    invocation.conclude(
      "\(count) checked, nothing is wrong.",
      .report([
        "checked": .integer(names.count), "warnings": .array(library.warnings.map { .text($0) }),
      ]))
    return 0
  }
}
