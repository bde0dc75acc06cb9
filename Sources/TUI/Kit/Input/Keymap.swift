/// Which key does what where, settings applied.
package struct Keymap: Hashable, Sendable {
  /// The commands the keys are for.
  package let set: CommandSet
  private let changed: [Command.ID: [KeyStroke]]
  private let table: [KeyContext: [KeyStroke: Command.ID]]

  /// The keys of a set.
  ///
  /// - Parameters:
  ///   - set: the commands.
  ///   - changed: keys that replace a command's own; an empty list frees them. Where two commands of one
  ///     context want a key, a changed one has it, then the earlier one.
  package init(_ set: CommandSet, changed: [Command.ID: [KeyStroke]] = [:]) {
    self.set = set
    self.changed = changed
    var table: [KeyContext: [KeyStroke: Command.ID]] = [:]
    let byChange = set.commands.filter { changed[$0.id] != nil }
    let byDefault = set.commands.filter { changed[$0.id] == nil }
    for command in byChange + byDefault {
      for context in command.contexts {
        for stroke in changed[command.id] ?? command.keys
        where table[context]?[stroke] == nil {
          table[context, default: [:]][stroke] = command.id
        }
      }
    }
    self.table = table
  }

  /// The keys of a command, as they were given to it.
  package func keys(of id: Command.ID) -> [KeyStroke] {
    changed[id] ?? set[id]?.keys ?? []
  }

  /// The first key of a command of this set, nil if it has none.
  package func firstKey(of command: Command) -> KeyStroke? {
    (changed[command.id] ?? command.keys).first
  }

  /// Whether settings changed the keys of a command.
  package func isChanged(_ id: Command.ID) -> Bool { changed[id] != nil }

  /// The command of a stroke.
  ///
  /// - Parameters:
  ///   - stroke: what was pressed.
  ///   - contexts: where, innermost first; the first that knows the stroke decides.
  /// - Returns: The command, nil if the stroke means nothing there.
  package func command(for stroke: KeyStroke, in contexts: [KeyContext]) -> Command.ID? {
    for context in contexts {
      if let id = table[context]?[stroke] { return id }
    }
    return nil
  }
}
