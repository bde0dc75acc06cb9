import Engine
import EngineCore

/// A version of codex on the command line.
enum BinaryVersionArgument {
  /// The version.
  ///
  /// - Throws: `UsageError.unreadable` for anything else.
  static func version(
    _ text: String, in invocation: Invocation
  ) throws(UsageError) -> CodexVersion {
    guard let version = CodexVersion(text) else {
      throw .unreadable(
        what: "VERSION", value: text, expected: "a version such as 0.163.0",
        path: invocation.command.path)
    }
    return version
  }
}
