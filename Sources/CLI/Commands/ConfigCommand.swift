import Engine
import EngineCore
import TUI
import TUIKit

/// `swop config`: settings.
enum ConfigCommand {
  static let definition = CommandDefinition("config", summary: "Show and change settings").with {
    $0.details = [
      "A flag wins over the environment, the environment over the settings file, the file over the "
        + "default."
    ]
    $0.examples = [.init("swop config", "list every setting with its value and source")]
    $0.subcommands = [
      ConfigListCommand.definition, ConfigGetCommand.definition, ConfigSetCommand.definition,
      ConfigPathCommand.definition, ConfigEditCommand.definition,
    ]
    $0.defaultSubcommand = "list"
  }
}

/// `swop config path`: where the settings file is.
enum ConfigPathCommand {
  static let definition = CommandDefinition(
    "path", summary: "Print the path of the settings file", action: run
  ).with {
    $0.examples = [.init("swop config path", "print the path of the settings file")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let path = try invocation.environment.settingsStore().path
    if invocation.isJSON {
      invocation.print(
        .report([
          "path": .text(path.text), "exists": .flag(invocation.environment.files.exists(path)),
        ]))
    } else {
      // Byte for byte, for other programs.
      invocation.environment.output.write(path.text + "\n")
    }
    return 0
  }
}

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

/// `swop config list`: every setting, its value and where that comes from.
enum ConfigListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List every setting with its value and source", action: run
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

/// Settings for scripts.
enum SettingJSON {
  /// One setting with its value and source.
  static func setting(_ setting: ResolvedSetting) -> OrderedJSON {
    .object([
      "name": .text(setting.name), "value": value(setting.value),
      "default": value(setting.definition.defaultValue), "source": .text(setting.source.word),
      "variable": .optional(setting.definition.variable), "help": .text(setting.definition.help),
    ])
  }

  private static func value(_ value: SettingValue?) -> OrderedJSON {
    switch value {
    case .text(let text): .text(text)
    case .flag(let flag): .flag(flag)
    case .number(let number): .number(number)
    case .secret: .text("(hidden)")
    case .list(let texts): .array(texts.map { .text($0) })
    case nil: .null
    }
  }
}

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
