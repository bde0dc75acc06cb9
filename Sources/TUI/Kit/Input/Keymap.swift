package import EngineCore

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

/// The keys of the settings file held against the commands there are. What cannot be used is left out and
/// told; everything else holds.
package struct KeyChanges: Hashable, Sendable {
  /// The keys that replace commands' own.
  package private(set) var changed: [Command.ID: [KeyStroke]] = [:]
  /// What cannot be used, in the order of the file.
  package private(set) var faults: [KeyFault] = []

  private let set: CommandSet
  private let fixed: [Command.ID: [KeyStroke]]

  /// Checks bindings.
  ///
  /// - Parameters:
  ///   - bindings: what the settings file says; of several for one command the last holds.
  ///   - set: the commands.
  ///   - fixed: keys that their commands keep and no other command gets: the ways out.
  package init(
    _ bindings: [KeyBinding], of set: CommandSet, fixed: [Command.ID: [KeyStroke]] = [:]
  ) {
    self.set = set
    self.fixed = fixed
    var open: [KeyBinding] = []
    for binding in bindings {
      let id = Command.ID(rawValue: binding.command)
      if let kind = read(binding, as: id) {
        note(binding, kind)
      } else {
        open.removeAll { $0.command == binding.command }
        open.append(binding)
      }
    }
    // A command that gets its own keys back may want one that was given away: look again from the start.
    while let (index, kind) = firstClash(in: open) {
      let binding = open.remove(at: index)
      changed[Command.ID(rawValue: binding.command)] = nil
      note(binding, kind)
    }
    faults.sort { ($0.position?.offset ?? .max) < ($1.position?.offset ?? .max) }
  }

  /// Takes the keys of a binding over.
  ///
  /// - Returns: What is wrong with it, nil if nothing is by itself.
  private mutating func read(_ binding: KeyBinding, as id: Command.ID) -> KeyFault.Kind? {
    guard set[id] != nil else {
      let names = set.commands.map(\.id.rawValue)
      return .unknownCommand(nearest: NearestName.of(binding.command, in: names))
    }
    var strokes: [KeyStroke] = []
    for text in binding.keys {
      guard let stroke = KeyStroke(text) else { return .unreadable(key: text) }
      if let owner = fixed.first(where: { $0.value.contains(stroke) })?.key, owner != id {
        return .fixed(key: stroke, of: owner)
      }
      if !strokes.contains(stroke) { strokes.append(stroke) }
    }
    changed[id] = strokes + (fixed[id] ?? []).filter { !strokes.contains($0) }
    return nil
  }

  private mutating func note(_ binding: KeyBinding, _ kind: KeyFault.Kind) {
    faults.append(KeyFault(command: binding.command, kind: kind, position: binding.position))
  }

  /// The first binding with a key that another command has: one with its own keys, or one that stands
  /// before it in the file.
  private func firstClash(in open: [KeyBinding]) -> (Int, KeyFault.Kind)? {
    for (index, binding) in open.enumerated() {
      guard let command = set[Command.ID(rawValue: binding.command)] else { continue }
      let later = Set(open[index...].map(\.command))
      for other in set.commands where !later.contains(other.id.rawValue) {
        guard Self.meet(command, other),
          let stroke = keys(of: command).first(where: keys(of: other).contains)
        else { continue }
        return (index, .taken(key: stroke, by: other.id))
      }
    }
    return nil
  }

  private func keys(of command: Command) -> [KeyStroke] { changed[command.id] ?? command.keys }

  /// Whether keys of both can be meant at once. What holds anywhere is hidden by what holds here.
  private static func meet(_ one: Command, _ other: Command) -> Bool {
    let all = Set(one.contexts).union(other.contexts)
    return all.contains(.anywhere) || !Set(one.contexts).isDisjoint(with: other.contexts)
  }
}

/// Keys of the settings file that cannot be used; the command keeps its own.
package struct KeyFault: EngineError, Hashable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    /// No command has this name.
    case unknownCommand(nearest: String?)
    /// A key that no one can read.
    case unreadable(key: String)
    /// A key that always means the same.
    case fixed(key: KeyStroke, of: Command.ID)
    /// A key that another command has in the same place.
    case taken(key: KeyStroke, by: Command.ID)
  }

  /// The command's name as the file has it.
  package let command: String
  /// What is wrong.
  let kind: Kind
  /// Where the keys stand in the settings file, nil if they do not come from there.
  let position: JSON5Position?

  package var code: String { "settings_wrong_keys" }

  package var message: String {
    let name = "keys." + PrintableText.shortened(command, to: 60)
    let trouble =
      switch kind {
      case .unknownCommand: "unknown command"
      case .unreadable(let key): "“\(PrintableText.shortened(key, to: 40))” is not a key"
      case .fixed(let key, let owner): "\(key) always belongs to \(owner)"
      case .taken(let key, let owner): "\(key) belongs to \(owner) there"
      }
    let place = position.map { ", line \($0.line) of the settings file" } ?? ""
    return "\(name)\(place): \(trouble)."
  }

  package var outcome: FailureOutcome { .usage }

  package var remedy: String? {
    switch kind {
    case .unknownCommand(.some(let nearest)): "Did you mean \(nearest)?"
    case .taken(_, let owner): "Give \(owner) another key, or choose another one."
    case .unknownCommand(nil), .unreadable, .fixed: "See every command and key: swop keys"
    }
  }
}
