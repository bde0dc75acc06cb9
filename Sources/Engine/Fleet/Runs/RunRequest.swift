package import EngineCore

/// What the user asked for with `swop codex`.
package struct RunRequest: Sendable {
  /// Which account.
  package var choice: AccountChoice
  /// Codex's arguments, byte for byte.
  package var arguments: [Argument]
  /// Whether to rotate.
  package var rotation: RotationWish
  /// The binary named by `--codex-bin`, nil for the usual search.
  package var codexBinary: FilePath?
  /// Whether codex can be run again with the same input: false when it may have read a pipe.
  package var canRepeat: Bool
  /// Where codex runs, nil for the folder that swop was started in.
  package var directory: FilePath?

  /// A request of its parts.
  package init(
    choice: AccountChoice = .usual, arguments: [Argument] = [],
    rotation: RotationWish = .asConfigured, codexBinary: FilePath? = nil, canRepeat: Bool = true,
    directory: FilePath? = nil
  ) {
    self.choice = choice
    self.arguments = arguments
    self.rotation = rotation
    self.codexBinary = codexBinary
    self.canRepeat = canRepeat
    self.directory = directory
  }
}
