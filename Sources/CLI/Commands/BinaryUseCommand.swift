import Engine
import EngineCore

/// `swop binary use` and `rollback`: from one installed version to another.
enum BinaryUseCommand {
  static let use = CommandDefinition(
    "use", summary: "Use another version that swop installed", action: use
  ).with {
    $0.positionals = [PositionalDefinition("VERSION", help: "Which one")]
    $0.examples = [.init("swop binary use 0.156.0", "use that version from the next run on")]
  }

  static let rollback = CommandDefinition(
    "rollback", summary: "Use the version that was used before", action: rollBack
  ).with {
    $0.examples = [.init("swop binary rollback", "go back after an update that does not suit")]
  }

  private static func use(_ invocation: Invocation) async throws -> Int32 {
    let version = try BinaryVersionArgument.version(
      invocation.required("VERSION"), in: invocation)
    tell(try await invocation.environment.makeInstaller().use(version), invocation)
    return 0
  }

  private static func rollBack(_ invocation: Invocation) async throws -> Int32 {
    tell(try await invocation.environment.makeInstaller().rollBack(), invocation)
    return 0
  }

  /// Says which version is used now.
  static func tell(_ outcome: CodexInstaller.Outcome, _ invocation: Invocation) {
    let program = PrintableText.sanitized(outcome.program.text)
    invocation.conclude(
      "codex \(outcome.version) is used from now on: \(program)",
      .report([
        "version": .text(outcome.version.description), "path": .text(outcome.program.text),
        "manager": .optional(outcome.manager?.rawValue),
      ]))
  }
}
