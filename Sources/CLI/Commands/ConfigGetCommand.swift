import EngineCore

/// `swop config get`: the value of one setting.
enum ConfigGetCommand {
  static let definition = CommandDefinition(
    "get", summary: "Print the value of a setting", action: run
  ).with {
    $0.positionals = [SettingArgument.positional]
    $0.examples = [
      .init("swop config get strategy", "print how automatic choice orders accounts"),
      .init("swop config get accounts.work.reserve", "print what is kept back of one account"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let name = invocation.required("NAME")
    let definition = try SettingArgument.definition(named: name)
    let known = try invocation.settings().all.first { $0.name == name }
    let setting =
      known
      ?? ResolvedSetting(
        definition: definition, path: SettingCatalogue.path(of: name),
        value: definition.defaultValue, source: .builtIn)
    if invocation.isJSON {
      invocation.print(.report(["setting": SettingJSON.setting(setting)]))
      return 0
    }
    // A list is printed one a line, so that scripts need not take it apart.
    if case .list(let texts) = setting.value {
      invocation.say(texts.map(PrintableText.sanitized))
    } else {
      invocation.say(PrintableText.sanitized(setting.value?.shown ?? ""))
    }
    return 0
  }
}
