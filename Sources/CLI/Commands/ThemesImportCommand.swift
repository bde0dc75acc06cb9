import EngineCore
import TUIKit

/// `swop themes import`: a theme from a base16 scheme.
enum ThemesImportCommand {
  static let definition = CommandDefinition(
    "import", summary: "Make a theme from a base16 scheme", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition("FILE", completion: .files, help: "The scheme, as YAML"),
      PositionalDefinition("NAME", help: "The name of the theme"),
    ]
    $0.options = [OptionDefinition("background", help: "Use the scheme's background, too")]
    $0.examples = [.init("swop themes import nord.yaml nord", "make the theme nord")]
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
