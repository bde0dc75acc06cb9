import EngineCore

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
