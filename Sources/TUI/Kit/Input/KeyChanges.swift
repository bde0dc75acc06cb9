package import EngineCore

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
