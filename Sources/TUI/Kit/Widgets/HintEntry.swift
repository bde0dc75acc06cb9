package import EngineKernel

/// One entry of the hint bar.
package struct HintEntry: Hashable, Sendable {
  /// The rank of what is never left out.
  package static let always = Int.max

  /// The command.
  package let id: Command.ID
  /// The key as the screen shows it.
  package let keys: String
  /// The word behind it.
  package let word: String
  /// The shorter word; may be empty.
  package let short: String
  /// Which entries stay when room is short: the highest.
  package let rank: Int

  /// An entry of its parts.
  package init(id: Command.ID, keys: String, word: String, short: String? = nil, rank: Int) {
    self.id = id
    self.keys = keys
    self.word = word
    self.short = short ?? word
    self.rank = rank
  }

  /// What works now, in the order of the commands.
  ///
  /// - Parameters:
  ///   - keymap: the keys.
  ///   - contexts: where the focus is.
  ///   - glyphs: the characters that draw.
  ///   - status: what each command is like now.
  /// - Returns: The entries of commands that have a hint, a key there, and can run.
  package static func entries(
    _ keymap: Keymap, in contexts: [KeyContext], glyphs: GlyphSet,
    status: (Command.ID) -> CommandStatus
  ) -> [HintEntry] {
    keymap.set.commands.compactMap { command in
      let status = status(command.id)
      guard let hint = command.hint, status.isEnabled,
        let key = keymap.keys(of: command.id).first(where: {
          keymap.command(for: $0, in: contexts) == command.id
        })
      else { return nil }
      let isOwn = !keymap.isChanged(command.id)
      let keys = isOwn ? hint.keys.map { $0 } : nil
      return HintEntry(
        id: command.id, keys: keys ?? key.shown(glyphs), word: status.hintWord ?? hint.word,
        short: hint.short, rank: status.hintRank ?? hint.rank)
    }
  }
}
