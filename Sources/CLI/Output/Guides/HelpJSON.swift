/// The help of a command for scripts.
enum HelpJSON {
  /// The whole object.
  static func report(_ command: CommandDefinition, path: [String]) -> OrderedJSON {
    .report([
      "command": .text((["swop"] + path).joined(separator: " ")),
      "summary": .text(command.summary), "usage": .text(HelpText(command, path: path).usage),
      "commands": .array(
        command.shownSubcommands.map {
          .object(["name": .text($0.name), "summary": .text($0.summary)])
        }),
      "options": .array(
        command.allOptions.map { .object(["name": .text($0.flag), "help": .text($0.help)]) }),
    ])
  }
}
