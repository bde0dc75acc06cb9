import Engine
import EngineCore
import TUI
import TUIKit

/// `swop keys`: the key map of the dashboard.
enum KeysCommand {
  static let definition = CommandDefinition(
    "keys", summary: "Show the dashboard's keys", action: run
  ).with {
    $0.details = [
      "Keys that the settings file changes are shown as they are now; docs/KEYS.md has those from the start."
    ]
    $0.options = [OptionDefinition("markdown", help: "Print docs/KEYS.md")]
    $0.examples = [.init("swop keys", "show every key")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let set = DashboardCommands.set
    if invocation.command.has("markdown") {
      invocation.environment.output.write(KeysPage.markdown(set))
      return 0
    }
    let changes = DashboardCommands.changes(
      try invocation.environment.settingsStore().load().keyBindings)
    for fault in changes.faults { invocation.note("swop: " + sentence(of: fault)) }
    let keymap = Keymap(set, changed: changes.changed)
    if invocation.isJSON {
      invocation.print(
        .report(["commands": .array(set.commands.map { json($0, keymap) })]))
      return 0
    }
    var table = TextTable([
      .init(heading: "COMMAND"), .init(heading: "KEYS"), .init(heading: "WHERE"),
      .init(heading: "DOES", wraps: true),
    ])
    for command in set.commands {
      table.add([
        StyledText(command.id.rawValue, .title), StyledText(KeysPage.keys(command, keymap)),
        StyledText(KeysPage.places(command), .muted), StyledText(command.title),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  /// What the settings file says about keys and cannot be used, a sentence each.
  static func warnings(of file: SettingsFile) -> [String] {
    DashboardCommands.changes(file.keyBindings).faults.map(sentence)
  }

  private static func sentence(of fault: KeyFault) -> String {
    [fault.message, fault.remedy].compactMap { $0 }.joined(separator: " ")
  }

  private static func json(_ command: Command, _ keymap: Keymap) -> OrderedJSON {
    .object([
      "command": .text(command.id.rawValue), "title": .text(command.title),
      "group": .text(command.group),
      "keys": .array(keymap.keys(of: command.id).map { .text($0.description) }),
      "changed": .flag(keymap.isChanged(command.id)),
      "contexts": .array(command.contexts.map { .text($0.rawValue) }),
      "dangerous": .flag(command.isDangerous),
    ])
  }
}
