/// What became of text that was to be copied.
package enum CopyOutcome: Hashable, Sendable {
  /// The system's own tool of this name has it.
  case tool(String)
  /// The terminal was asked to take it (OSC 52); whether it did cannot be known.
  case terminal
  /// It is longer than a terminal takes, and there is no tool.
  case tooLong(limit: Int)
}
