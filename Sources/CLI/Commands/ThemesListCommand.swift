import EngineCore
import TUIKit

/// `swop themes list`: every theme there is.
enum ThemesListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List every theme", action: run
  ).with {
    $0.aliases = ["ls"]
    $0.examples = [.init("swop themes list", "list every theme")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let library = try ThemesCommand.library(invocation)
    let files = library.names.compactMap { library.file(named: $0) }
    if invocation.isJSON {
      invocation.print(.report(["themes": .array(files.map(json))]))
      return 0
    }
    var table = TextTable([
      .init(heading: "THEME"), .init(heading: "FOR"), .init(heading: "BASED ON"),
      .init(heading: "FROM", mayShrink: true),
    ])
    for file in files {
      table.add([
        StyledText(file.name, .title), StyledText(file.mode?.rawValue ?? "any"),
        StyledText(file.inherits ?? "-", .muted),
        StyledText(file.isBuiltIn ? "swop" : file.source, .muted),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func json(_ file: ThemeFile) -> OrderedJSON {
    .object([
      "name": .text(file.name), "mode": .text(file.mode?.rawValue ?? "any"),
      "inherits": .optional(file.inherits), "built_in": .flag(file.isBuiltIn),
      "path": file.isBuiltIn ? .null : .text(file.source),
    ])
  }
}
