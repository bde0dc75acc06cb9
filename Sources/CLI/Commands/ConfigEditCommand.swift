import Engine
import EngineCore

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
