/// A command with the names that lead to it.
struct CommandWalk: Sendable {
  /// The names, without `swop`.
  let path: [String]
  /// The command.
  let command: CommandDefinition

  /// All commands that people are shown, each after the one above it.
  static func all(below root: CommandDefinition) -> [CommandWalk] {
    func walk(_ command: CommandDefinition, _ path: [String]) -> [CommandWalk] {
      [CommandWalk(path: path, command: command)]
        + command.shownSubcommands.flatMap { walk($0, path + [$0.name]) }
    }
    return walk(root, [])
  }
}
