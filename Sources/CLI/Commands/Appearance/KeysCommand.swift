import EngineKernel
import TUI
import TUIKit

/// `swop keys`: the key map of the dashboard.
enum KeysCommand {
  static let definition = CommandDefinition(
    "keys", summary: "Show the dashboard's keys", action: run
  ).with {
    $0.options = [OptionDefinition("markdown", help: "Print docs/KEYS.md")]
    $0.examples = [.init("swop keys", "show every key")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let set = DashboardCommands.set
    if invocation.command.has("markdown") {
      invocation.environment.output.write(KeysPage.markdown(set))
      return 0
    }
    if invocation.isJSON {
      invocation.print(.report(["commands": .array(set.commands.map(json))]))
      return 0
    }
    var table = TextTable([
      .init(heading: "COMMAND"), .init(heading: "KEYS"), .init(heading: "WHERE"),
      .init(heading: "DOES", wraps: true),
    ])
    for command in set.commands {
      table.add([
        StyledText(command.id.rawValue, .title), StyledText(KeysPage.keys(command)),
        StyledText(KeysPage.places(command), .muted), StyledText(command.title),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func json(_ command: Command) -> OrderedJSON {
    .object([
      "command": .text(command.id.rawValue), "title": .text(command.title),
      "group": .text(command.group), "keys": .array(command.keys.map { .text($0.description) }),
      "contexts": .array(command.contexts.map { .text($0.rawValue) }),
      "dangerous": .flag(command.isDangerous),
    ])
  }
}
