import Engine
import EngineCore

/// `swop binary prune`: old versions go.
enum BinaryPruneCommand {
  static let definition = CommandDefinition(
    "prune", summary: "Remove old versions of codex that swop installed", action: run
  ).with {
    $0.details = ["The version that is used, the one before it and what runs always stay."]
    $0.options = [
      OptionDefinition(
        "keep", value: .required("COUNT"), help: "So many of the newest stay (1)")
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
        ? "There is nothing to remove." : "Removed codex \(words.joined(separator: ", ")).",
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
