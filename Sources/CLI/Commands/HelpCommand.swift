import EngineCore

/// `swop help`: what commands do and how they are used.
enum HelpCommand {
  static let definition = CommandDefinition(
    "help", summary: "Explain a command", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition(
        "COMMAND", count: .any, completion: .commands, help: "The command to explain")
    ]
    $0.options = [OptionDefinition("man", help: "Print the manual page (roff)")]
    $0.examples = [
      .init("swop help trash restore", "explain swop trash restore"),
      .init("swop help --man | man -l -", "read the manual page"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    if invocation.command.has("man") {
      invocation.environment.output.write(ManualPage(invocation.root).text)
      return 0
    }
    var command = invocation.root
    var path: [String] = []
    for word in invocation.command.words["COMMAND"] ?? [] {
      guard let next = command.subcommand(named: word) else {
        let names = command.shownSubcommands.map(\.name)
        throw UsageError.unknownCommand(
          word: word, path: path, nearest: NearestName.of(word, in: names))
      }
      command = next
      path.append(next.name)
    }
    show(command, path: path, invocation)
    return 0
  }

  /// Prints the help of a command.
  static func show(_ command: CommandDefinition, path: [String], _ invocation: Invocation) {
    if invocation.isJSON {
      invocation.print(HelpJSON.report(command, path: path))
      return
    }
    let help = HelpText(command, path: path)
    let width = min(invocation.screen.width ?? 80, 100)
    invocation.say(help.lines(width: width).map { $0.rendered(color: invocation.screen.hasColor) })
  }
}
