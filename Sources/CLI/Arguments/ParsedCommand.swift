package import EngineCore

/// A command line that was understood.
package struct ParsedCommand: Sendable {
  /// The command.
  package var definition: CommandDefinition
  /// The names that lead to it, without `swop`.
  package var path: [String]
  /// The values of the options that were given, by long name; a flag has an empty one.
  package var options: [String: String]
  /// The words it was given, by the name of their place.
  package var words: [String: [String]]
  /// What belongs to another program, byte for byte.
  package var rest: [Argument]

  /// Whether its help is wanted instead.
  package var wantsHelp: Bool { options["help"] != nil }

  /// Whether a flag or option was given.
  package func has(_ option: String) -> Bool { options[option] != nil }

  /// The word at a place, nil if there is none.
  package func word(_ name: String) -> String? { words[name]?.first }
}
