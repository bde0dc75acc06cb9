/// Something a key can do: the one place where its name, keys, hint and nature are written. Hints, help,
/// documentation, the check of settings and the tests all read it.
package struct Command: Hashable, Sendable {
  /// A command's name in settings and tests: `account.delete`. It never changes.
  package struct ID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
  {
    /// The name.
    package let rawValue: String

    /// An identity of its name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// An identity of its name.
    package init(stringLiteral value: String) { rawValue = value }

    package var description: String { rawValue }
  }

  /// How it appears in the hint bar.
  package struct Hint: Hashable, Sendable {
    /// The word behind the key.
    package let word: String
    /// The shorter form, nil if there is none.
    package let short: String?
    /// Which hints stay when room is short: the highest.
    package let rank: Int

    /// A hint of its parts.
    package init(_ word: String, rank: Int, short: String? = nil) {
      self.word = word
      self.short = short
      self.rank = rank
    }
  }

  /// Its name in settings and tests.
  package let id: ID
  /// What it does, for help and documentation: a sentence without its full stop.
  package let title: String
  /// The heading under which help lists it.
  package let group: String
  /// The keys it has unless settings say otherwise.
  package let keys: [KeyStroke]
  /// Where they hold.
  package let contexts: [KeyContext]
  /// How the hint bar shows it, nil for not at all.
  package let hint: Hint?
  /// Whether it destroys something: read-only mode switches it off.
  package let isDangerous: Bool

  /// A command of its parts.
  ///
  /// - Parameters:
  ///   - id: its name in settings and tests.
  ///   - title: what it does.
  ///   - group: the heading under which help lists it.
  ///   - keys: its keys as settings write them; an unreadable one is a programmer's error.
  ///   - contexts: where they hold.
  ///   - hint: how the hint bar shows it.
  ///   - isDangerous: whether it destroys something.
  package init(
    _ id: ID, _ title: String, group: String, keys: [String], in contexts: [KeyContext],
    hint: Hint? = nil, isDangerous: Bool = false
  ) {
    self.id = id
    self.title = title
    self.group = group
    self.keys = keys.map { text in
      guard let stroke = KeyStroke(text) else {
        preconditionFailure("\(id) has a key that cannot be read: \(text)")
      }
      return stroke
    }
    self.contexts = contexts
    self.hint = hint
    self.isDangerous = isDangerous
  }
}

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

/// What a command is like at this moment.
package struct CommandStatus: Hashable, Sendable {
  /// Why it cannot run now, nil if it can.
  package var disabledReason: String?
  /// Another word for its hint, where that follows what is selected.
  package var hintWord: String?
  /// Another rank for its hint.
  package var hintRank: Int?

  /// A status of its parts.
  package init(disabledReason: String? = nil, hintWord: String? = nil, hintRank: Int? = nil) {
    self.disabledReason = disabledReason
    self.hintWord = hintWord
    self.hintRank = hintRank
  }

  /// It can run and looks as it always does.
  package static let enabled = CommandStatus()

  /// Whether it can run.
  package var isEnabled: Bool { disabledReason == nil }
}

/// Where on the screen a key is pressed: a list, a log, a dialog. The names belong to the program.
package struct KeyContext: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  /// Its name, as the documentation prints it.
  package let rawValue: String

  /// A context of its name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// A context of its name.
  package init(stringLiteral value: String) { rawValue = value }

  /// Holds wherever no other context has the key; inputs and dialogs leave it out.
  package static let anywhere: KeyContext = "anywhere"
}
