import Engine
import EngineCore

/// `swop binary install`: a version of codex of swop's own.
enum BinaryInstallCommand {
  static let definition = CommandDefinition(
    "install", summary: "Install a version of codex beside the others", action: install
  ).with {
    $0.details = [
      "Fetches codex with npm, Homebrew or pip, whichever is there first, into a folder of its own, and "
        + "uses it from the next run on. What runs keeps its version. Homebrew has the newest only."
    ]
    $0.positionals = [
      PositionalDefinition("VERSION", count: .optional, help: "Which one, the newest if left out")
    ]
    $0.options = [manager]
    $0.examples = [
      .init("swop binary install", "install the newest codex"),
      .init("swop binary install 0.163.0 --with pip", "install one version with pip"),
    ]
  }

  /// `swop binary update`: the newest there is.
  static let update = CommandDefinition(
    "update", summary: "Install the newest codex and use it", action: update
  ).with {
    $0.details = ["Keeps the three newest versions, the one before, and what runs."]
    $0.options = [manager]
    $0.examples = [.init("swop binary update", "use the newest codex from the next run on")]
  }

  private static let manager = OptionDefinition(
    "with", value: .required("MANAGER"),
    completion: .words(PackageManager.allCases.map(\.rawValue)),
    help: "What fetches it: npm, homebrew or pip")

  private static func install(_ invocation: Invocation) async throws -> Int32 {
    let version = try invocation.command.word("VERSION").map { text in
      try BinaryVersionArgument.version(text, in: invocation)
    }
    _ = try await fetch(version, invocation)
    return 0
  }

  private static func update(_ invocation: Invocation) async throws -> Int32 {
    let installer = try await fetch(nil, invocation)
    // Room is made afterwards, when the new one is known to work.
    _ = try await BinaryPruneCommand.prune(keeping: 3, installer, invocation)
    return 0
  }

  private static func fetch(
    _ version: CodexVersion?, _ invocation: Invocation
  ) async throws -> CodexInstaller {
    let installer = try invocation.environment.makeInstaller()
    let manager = invocation.command.options["with"].flatMap { PackageManager(rawValue: $0) }
    let outcome = try await Progress("fetching codex", in: invocation).during {
      try await installer.install(version, with: manager)
    }
    BinaryUseCommand.tell(outcome, invocation)
    return installer
  }
}
