import Engine
import EngineCore

/// `swop config list`: every setting, its value and where that comes from.
enum ConfigListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List every setting, its value and where that comes from", action: run
  ).with {
    $0.aliases = ["ls"]
    $0.examples = [.init("swop config list", "list every setting")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let file = try invocation.environment.settingsStore().load()
    let resolution = try SettingsResolution(
      file: file, environment: invocation.environment.variables)
    for warning in file.warnings + KeysCommand.warnings(of: file) {
      invocation.note("swop: " + warning)
    }
    if invocation.isJSON {
      invocation.print(.report(["settings": .array(resolution.all.map(SettingJSON.setting))]))
      return 0
    }
    var table = TextTable([
      .init(heading: "SETTING"), .init(heading: "VALUE", mayShrink: true),
      .init(heading: "FROM"), .init(heading: "WHAT", wraps: true),
    ])
    for setting in resolution.all {
      let isDefault = setting.source == .builtIn
      table.add([
        StyledText(setting.name),
        StyledText(
          PrintableText.sanitized(setting.value?.shown ?? "-"), isDefault ? .muted : .title),
        StyledText(source(setting.source), .muted), StyledText(setting.definition.help, .muted),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func source(_ source: ResolvedSetting.Source) -> String {
    switch source {
    case .builtIn: "default"
    case .file(let position): "file, line \(position.line)"
    case .environment(let variable): variable
    case .flag(let flag): flag
    }
  }
}
