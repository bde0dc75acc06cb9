import Engine
import EngineCore

/// `swop binary`: which codex runs, and whether it is usable.
enum BinaryCommand {
  static let definition = CommandDefinition(
    "binary", summary: "Show which codex is used, check it, and install others"
  ).with {
    $0.details = [
      "Order: --codex-bin, SWOP_CODEX_BIN, the setting codex.path, one that swop installed, PATH, the "
        + "usual places."
    ]
    $0.examples = [.init("swop binary", "print the path of the codex that is used")]
    $0.subcommands = [
      BinaryPathCommand.definition, BinaryCheckCommand.definition, BinaryInstallCommand.definition,
      BinaryInstallCommand.update, BinaryUseCommand.use, BinaryUseCommand.rollback,
      BinaryListCommand.definition, BinaryPruneCommand.definition,
    ]
    $0.defaultSubcommand = "path"
  }

  /// The option that names a binary.
  static let option = OptionDefinition(
    "codex-bin", value: .required("FILE"), completion: .files, help: "Look at this codex binary")
}

/// `swop binary list`: the versions of codex that swop installed.
enum BinaryListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List the versions of codex that swop installed", action: run
  ).with {
    $0.examples = [.init("swop binary list", "see which versions are there")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let installed = try invocation.environment.makeInstaller().installed
    let versions = installed.versions
    let (current, previous) = (installed.current, installed.previous)
    if invocation.isJSON {
      invocation.print(
        .report([
          "versions": .array(
            versions.map { version in
              .object([
                "version": .text(version.description), "used": .flag(version == current),
                "previous": .flag(version == previous && version != current),
                "path": .text(installed.program(of: version).text),
              ])
            })
        ]))
      return 0
    }
    guard !versions.isEmpty else {
      invocation.say("swop has installed no codex. Install one: swop binary install")
      return 0
    }
    invocation.say(
      versions.map { version in
        let mark = version == current ? "  used" : version == previous ? "  used before" : ""
        return version.description + mark
      })
    return 0
  }
}

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
    $0.examples = [.init("swop binary rollback", "go back after an update")]
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

/// `swop binary prune`: old versions go.
enum BinaryPruneCommand {
  static let definition = CommandDefinition(
    "prune", summary: "Remove old versions of codex that swop installed", action: run
  ).with {
    $0.details = ["The version that is used, the one before it and what runs always stay."]
    $0.options = [
      OptionDefinition(
        "keep", value: .required("COUNT"), help: "Keep this many of the newest (1)")
    ]
    $0.examples = [.init("swop binary prune", "keep only what is used, or was before")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let text = invocation.command.options["keep"] ?? "1"
    guard let count = Int(text), (0...1_000).contains(count) else {
      throw UsageError.unreadable(
        what: "--keep", value: text, expected: "a number from 0 to 1000",
        path: invocation.command.path)
    }
    let removed = try await prune(
      keeping: count, try invocation.environment.makeInstaller(), invocation)
    let words = removed.map(\.description)
    invocation.conclude(
      words.isEmpty
        ? "Nothing to remove." : "Removed codex \(words.joined(separator: ", ")).",
      .report(["removed": .array(words.map { .text($0) })]))
    return 0
  }

  /// Removes old versions; what runs is asked of the engine.
  static func prune(
    keeping count: Int, _ installer: CodexInstaller, _ invocation: Invocation
  ) async throws -> [CodexVersion] {
    guard installer.installed.versions.count > count else { return [] }
    let runs = try await invocation.fleet().history(since: nil, limit: 1_000)
    let running = runs.filter { $0.endedAt == nil }.compactMap { run in
      run.codexVersion.flatMap { CodexVersion($0) }
    }
    return try await installer.prune(keeping: count, running: Set(running))
  }
}

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
