import Engine
import EngineCore

/// `swop workspace rm --all`: every workspace there is, one after another.
struct WorkspaceRemoveAll {
  private let invocation: Invocation
  private var command: ParsedCommand { invocation.command }

  /// The removal that an invocation asks for.
  init(_ invocation: Invocation) { self.invocation = invocation }

  /// Asks, removes, and tells what came of each.
  ///
  /// - Returns: 0, or 1 if one could not be removed.
  func run() async throws -> Int32 {
    if command.word("NAME") != nil {
      throw UsageError.conflict("NAME", "--all", path: command.path)
    }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let names = try await workspaces.list().workspaces.map(\.name)
    guard try names.isEmpty || isConfirmed(names) else {
      invocation.note("swop: Nothing was removed.")
      return FailureOutcome.failed.rawValue
    }
    var removals: [WorkspaceRemoval] = []
    var failures: [(name: String, error: any EngineError)] = []
    for name in names {
      do {
        removals.append(
          try await workspaces.remove(name, keepsVolumes: command.has("keep-volumes")))
      } catch let error as any EngineError {
        failures.append((name, error))
      }
    }
    tell(removals, failures, engine: workspaces.engine)
    return failures.isEmpty ? 0 : FailureOutcome.failed.rawValue
  }

  /// Whether the person agrees.
  ///
  /// - Throws: `UsageError` if no terminal is there to ask on.
  private func isConfirmed(_ names: [String]) throws(UsageError) -> Bool {
    if command.has("yes") { return true }
    guard invocation.environment.canAsk, !invocation.isJSON else {
      throw .needsTerminal(
        what: "The question before removing all workspaces",
        remedy: "Remove them without a question: swop workspace rm --all --yes")
    }
    let list = names.map(PrintableText.sanitized).joined(separator: ", ")
    let rest = command.has("keep-volumes") ? "their volumes stay" : "with everything in them"
    let count = names.count == 1 ? "1 workspace" : "\(names.count) workspaces"
    invocation.environment.errors.write("Remove \(count) (\(list)), \(rest)? [y]es, [N]o: ")
    let answer = invocation.environment.input.readLine() ?? ""
    return ["y", "yes"].contains(answer.lowercased().filter { $0 != " " })
  }

  private func tell(
    _ removals: [WorkspaceRemoval], _ failures: [(name: String, error: any EngineError)],
    engine: ContainerEngineKind
  ) {
    if invocation.isJSON {
      invocation.print(WorkspaceJSON.removals(removals, failures, engine: engine))
      return
    }
    for removal in removals { invocation.say(WorkspaceRemoveCommand.line(removal)) }
    for (_, error) in failures {
      let remedy = error.remedy.map { "\n" + $0 } ?? ""
      invocation.note("swop: " + PrintableText.sanitized(error.message) + remedy)
    }
    if removals.isEmpty, failures.isEmpty {
      invocation.say("No workspaces on \(engine.rawValue).")
    }
  }
}
