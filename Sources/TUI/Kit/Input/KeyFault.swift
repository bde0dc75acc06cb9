package import EngineCore

/// Keys of the settings file that cannot be used; the command keeps its own.
package struct KeyFault: EngineError, Hashable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    /// No command has this name.
    case unknownCommand(nearest: String?)
    /// A key that nobody can read.
    case unreadable(key: String)
    /// A key that always means the same.
    case fixed(key: KeyStroke, of: Command.ID)
    /// A key that another command has in the same place.
    case taken(key: KeyStroke, by: Command.ID)
  }

  /// The command's name as the file has it.
  package let command: String
  /// What is wrong.
  package let kind: Kind
  /// Where the keys stand in the settings file, nil if they do not come from there.
  package let position: JSON5Position?

  package var code: String { "settings_wrong_keys" }

  package var message: String {
    let name = "keys." + PrintableText.shortened(command, to: 60)
    let trouble =
      switch kind {
      case .unknownCommand: "there is no such command"
      case .unreadable(let key): "“\(PrintableText.shortened(key, to: 40))” is no key"
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
