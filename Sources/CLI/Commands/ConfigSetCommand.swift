import Engine
import EngineCore

/// `swop config set`: another value for one setting.
enum ConfigSetCommand {
  static let definition = CommandDefinition(
    "set", summary: "Change a setting", action: run
  ).with {
    $0.details = [
      "Comments and everything else in the settings file stay as they are; a copy of the old file is "
        + "kept.",
      "Secrets, such as notify.webhook, are never shown; with - in place of the value they are read from "
        + "standard input, and stay out of the shell's history.",
    ]
    $0.positionals = [
      SettingArgument.positional,
      PositionalDefinition("VALUE", count: .any, help: "The value; lists take several"),
    ]
    $0.options = [OptionDefinition("default", help: "Go back to the default")]
    $0.examples = [
      .init("swop config set strategy reset-first", "spend first what expires first"),
      .init(
        "swop config set accounts.work.reserve 10", "keep 10% of the account work for yourself"),
      .init("swop config set keys.account.delete X", "delete with X instead of D in the dashboard"),
      .init("swop config set strategy --default", "go back to the default"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let name = invocation.required("NAME")
    let definition = try SettingArgument.definition(named: name)
    var words = invocation.command.words["VALUE"] ?? []
    let store = try invocation.environment.settingsStore()
    if invocation.command.has("default") {
      guard words.isEmpty else {
        throw UsageError.conflict("--default", "VALUE", path: invocation.command.path)
      }
      try await store.remove(named: name)
      if name == "codex.home" { try invocation.noteSharedHomeChoice() }
      conclude(invocation, definition, name, definition.defaultValue, .builtIn)
      return 0
    }
    if case .webhook = definition.kind, words == ["-"] { words = secretLine(invocation, name) }
    guard !words.isEmpty else {
      throw UsageError.missing(name: "VALUE", path: invocation.command.path)
    }
    guard let value = definition.kind.value(of: words) else {
      throw SettingsError.wrongArgument(name: name, expected: definition.kind.expectation)
    }
    try SettingArgument.check(value, named: name, in: store.load())
    try await store.set(value, named: name)
    if name == "codex.home" { try invocation.noteSharedHomeChoice() }
    conclude(
      invocation, definition, name, value, .file(JSON5Position(offset: 0, line: 1, column: 1)))
    if let variable = definition.variable,
      invocation.environment.variables.nonEmpty(variable) != nil
    {
      invocation.note("swop: \(variable) is set and wins over the settings file.")
    }
    return 0
  }

  /// A secret on standard input instead of the command line, where other programs see it.
  private static func secretLine(_ invocation: Invocation, _ name: String) -> [String] {
    let environment = invocation.environment
    let line =
      environment.input.isTerminal
      ? environment.secrets.answer("\(name): ") : environment.input.readLine().map { Redacted($0) }
    return line.map { [$0.reveal()] } ?? []
  }

  private static func conclude(
    _ invocation: Invocation, _ definition: SettingDefinition, _ name: String,
    _ value: SettingValue?, _ source: ResolvedSetting.Source
  ) {
    let setting = ResolvedSetting(
      definition: definition, path: SettingCatalogue.path(of: name), value: value, source: source)
    let suffix = source == .builtIn ? " again, the default" : ""
    invocation.conclude(
      "\(name) is \(PrintableText.sanitized(value?.shown ?? "not set"))\(suffix).",
      .report(["setting": SettingJSON.setting(setting)]))
  }
}

/// `swop config edit`: the settings file in an editor.
enum ConfigEditCommand {
  static let definition = CommandDefinition(
    "edit", summary: "Open the settings file in an editor", action: run
  ).with {
    $0.details = [
      "Uses VISUAL, else EDITOR, else vi. The file is checked afterwards; a copy of the old one is kept."
    ]
    $0.examples = [.init("EDITOR=nano swop config edit", "edit the settings with nano")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let environment = invocation.environment
    guard environment.input.isTerminal, environment.output.isTerminal else {
      throw UsageError.needsTerminal(
        what: "An editor", remedy: "Change a single value instead: swop config set NAME VALUE")
    }
    let command = try editor(environment)
    let store = try environment.settingsStore()
    try prepare(store, in: environment)
    let end = try await environment.processes.runInForeground(
      command.appending(Argument(store.path.text))
    ) { _ in }
    guard end == .exited(0) else {
      invocation.note("swop: The editor ended with status \(end.status).")
      return FailureOutcome.failed.rawValue
    }
    let file = try store.load()
    for warning in file.warnings + KeysCommand.warnings(of: file) {
      invocation.note("swop: " + warning)
    }
    invocation.conclude(
      "The settings are in order.", .report(["path": .text(store.path.text), "valid": .flag(true)]))
    return 0
  }

  /// Makes sure there is a file to edit, and a copy of it as it was.
  private static func prepare(_ store: SettingsStore, in environment: CLIEnvironment) throws {
    guard environment.files.exists(store.path) else {
      try environment.files.createFolder(store.path.parent, mode: .privateFolder)
      try environment.files.replace(
        store.path, with: Data(ConfigTemplate.text.utf8), mode: .privateFile)
      return
    }
    try store.backUp()
  }

  /// The editor with its own arguments; no shell takes part.
  private static func editor(_ environment: CLIEnvironment) throws(UsageError) -> ProcessCommand {
    let text =
      environment.variables.nonEmpty("VISUAL") ?? environment.variables.nonEmpty("EDITOR") ?? "vi"
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first, let program = ProgramSearch.find(name, in: environment) else {
      throw .noEditor(name: text)
    }
    return ProcessCommand(
      executable: program, arguments: words.dropFirst().map { Argument($0) },
      environment: environment.variables)
  }
}

extension ProcessCommand {
  fileprivate func appending(_ argument: Argument) -> ProcessCommand {
    var copy = self
    copy.arguments.append(argument)
    return copy
  }
}
