import Engine
import EngineCore
import TUI
import TUIKit

/// The settings as the dashboard's panel shows and changes them.
struct LiveSettings: SettingsDoor {
  let store: SettingsStore
  let variables: ProcessEnvironment

  func entries() async throws -> [SettingsPanel.Entry] {
    try SettingsResolution(file: store.load(), environment: variables).all.map(Self.entry)
  }

  func keyChanges() async throws -> KeyChanges {
    DashboardCommands.changes(try store.load().keyBindings)
  }

  func change(_ name: String, to value: String?) async throws {
    guard let value else {
      try await store.remove(named: name)
      return
    }
    let definition = try SettingArgument.definition(named: name)
    guard let checked = definition.kind.value(of: [value]) else {
      throw SettingsError.wrongArgument(name: name, expected: definition.kind.expectation)
    }
    try SettingArgument.check(checked, named: name, in: store.load())
    try await store.set(checked, named: name)
  }

  private static func entry(_ setting: ResolvedSetting) -> SettingsPanel.Entry {
    let definition = setting.definition
    return SettingsPanel.Entry(
      name: setting.name, value: PrintableText.sanitized(setting.value?.shown ?? ""),
      defaultValue: definition.defaultValue?.shown ?? "", source: setting.source.word,
      origin: origin(setting.source), help: definition.help, editing: editing(definition.kind))
  }

  private static func origin(_ source: ResolvedSetting.Source) -> String? {
    switch source {
    case .builtIn: nil
    case .file(let position): "line \(position.line)"
    case .environment(let variable): variable
    case .flag(let flag): flag
    }
  }

  private static func editing(_ kind: SettingKind) -> SettingsPanel.Entry.Editing {
    switch kind {
    case .choice(let words): .choices(words)
    case .flag: .choices(["on", "off"])
    default: .typed(expectation: kind.expectation)
    }
  }
}
