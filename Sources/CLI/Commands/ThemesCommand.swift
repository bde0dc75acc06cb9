import Engine
import EngineCore
import TUIKit

/// `swop themes`: the colours of the dashboard.
enum ThemesCommand {
  static let definition = CommandDefinition(
    "themes", summary: "List, preview and check the dashboard's themes"
  ).with {
    $0.details = [
      "Your own themes are in the themes folder of swop's root, one .json5 file each; a file with "
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

/// `swop themes preview`: what a theme makes of each role.
enum ThemesPreviewCommand {
  static let definition = CommandDefinition(
    "preview", summary: "Show how a theme draws each role", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition(
        "THEME", completion: .words(BuiltInThemes.names), help: "The theme's name")
    ]
    $0.examples = [.init("swop themes preview aurora", "look at a theme")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let theme = try ThemesCommand.library(invocation).theme(
      named: invocation.required("THEME"))
    if invocation.isJSON {
      let roles = ThemeRole.allCases.map { role in
        OrderedJSON.object([
          "role": .text(role.rawValue), "value": .text(theme[role].description),
        ])
      }
      invocation.print(
        .report([
          "name": .text(theme.name), "mode": .text(theme.mode.rawValue), "roles": .array(roles),
        ]))
      return 0
    }
    let width = ThemeRole.allCases.map(\.rawValue.count).max() ?? 0
    for role in ThemeRole.allCases {
      let name = DisplayWidth.padded(role.rawValue, to: width)
      let sample = DisplayWidth.padded("work 64% left", to: 15)
      let shown =
        invocation.screen.hasColor
        ? "\u{1B}[\(theme[role].sequence)m\(sample)\u{1B}[0m" : sample
      invocation.say("\(name)  \(shown)  \(theme[role])")
    }
    return 0
  }
}

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

/// `swop themes import`: a theme from a base16 scheme.
enum ThemesImportCommand {
  static let definition = CommandDefinition(
    "import", summary: "Create a theme from a base16 scheme", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition("FILE", completion: .files, help: "The scheme, as YAML"),
      PositionalDefinition("NAME", help: "The name of the theme"),
    ]
    $0.options = [OptionDefinition("background", help: "Use the scheme's background too")]
    $0.examples = [.init("swop themes import nord.yaml nord", "create the theme nord")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let environment = invocation.environment
    let themes = DashboardThemes(
      folder: try ThemesCommand.folder(invocation), files: environment.files)
    let scheme = try themes.file(ThemesCommand.path(invocation.required("FILE"), invocation))
    let text = try Base16Scheme(scheme.bytes, source: scheme.path).theme(
      named: invocation.required("NAME"), hasBackground: invocation.command.has("background"))
    let path = try themes.write(text, named: invocation.required("NAME"))
    invocation.conclude(
      "Made \(path.text). Use it: swop ui --theme \(invocation.required("NAME"))",
      .report(["name": .text(invocation.required("NAME")), "path": .text(path.text)]))
    return 0
  }
}
