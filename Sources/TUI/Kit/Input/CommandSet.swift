/// All commands of a program, in the order of help and hints.
package struct CommandSet: Hashable, Sendable {
  /// The commands.
  package let commands: [Command]
  private let positions: [Command.ID: Int]

  /// A set of commands, each with an identity of its own.
  package init(_ commands: [Command]) {
    self.commands = commands
    positions = Dictionary(
      commands.enumerated().map { ($1.id, $0) },
      uniquingKeysWith: { _, _ in preconditionFailure("two commands have one identity") })
  }

  /// The command of an identity, nil if there is none.
  package subscript(_ id: Command.ID) -> Command? { positions[id].map { commands[$0] } }
}
