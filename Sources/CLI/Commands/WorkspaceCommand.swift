import Engine
import EngineCore

/// `swop workspace`: codex in a container.
enum WorkspaceCommand {
  static let definition = CommandDefinition(
    "workspace", summary: "Run codex in containers, one for each task"
  ).with {
    $0.details = [
      "A workspace is a container for one repository on docker or podman. Codex in it works through the "
        + "rotation proxy of this machine, with a token of its own: no sign-in enters the container.",
      "--supports tells wrappers by its exit status whether a capability is there, and prints nothing.",
    ]
    $0.options = [
      OptionDefinition("version", help: "Print the version"),
      OptionDefinition(
        "supports", value: .required("ABILITY"),
        help: "Exit with 0 if the capability is there, else with 1"),
    ]
    $0.examples = [
      .init("swop workspace create acme/website", "create a workspace for a repository"),
      .init("swop workspace --supports output-json", "check for a capability"),
    ]
    $0.subcommands = [
      WorkspaceCreateCommand.definition, WorkspaceListCommand.definition,
      WorkspaceStateCommand.start, WorkspaceStateCommand.stop,
      WorkspaceRemoveCommand.definition, WorkspaceExecCommand.definition,
      WorkspaceShellCommand.definition, WorkspaceTunnelCommand.definition,
      WorkspaceCapabilitiesCommand.definition, ability,
    ]
    $0.defaultSubcommand = ability.name
  }

  /// What is meant when no command follows: a question about an ability, or the list.
  private static let ability = CommandDefinition(
    "ability", summary: "Answer a wrapper's question"
  ) { invocation in
    guard let name = invocation.command.options["supports"] else {
      return try await WorkspaceListCommand.run(invocation)
    }
    return WorkspaceContract.supports(name) ? 0 : 1
  }.with {
    $0.isHidden = true
    $0.examples = [.init("swop workspace", "list the workspaces")]
  }
}

/// What the commands of workspaces have in common.
enum WorkspaceOptions {
  /// The workspace that a command is about.
  static let name = PositionalDefinition("NAME", help: "The workspace")

  /// Which engine to ask.
  static let engine = OptionDefinition(
    "engine", value: .required("ENGINE"),
    completion: .words(ContainerEngineKind.allCases.map(\.rawValue)),
    help: "Use this container engine: docker or podman")

  /// The workspaces of the engine that is meant.
  static func workspaces(_ invocation: Invocation) async throws -> any WorkspaceDoor {
    let wanted = invocation.command.options["engine"].flatMap(ContainerEngineKind.init)
    return try await invocation.fleet().workspaces(on: wanted)
  }

  /// Makes sure that a tunnel has a terminal to live on.
  ///
  /// - Throws: `UsageError`.
  static func checkForeground(_ invocation: Invocation) throws(UsageError) {
    let detach = invocation.command.definition.options.contains { $0.name == "detach" }
    let option = detach ? "--detach" : "--tunnel-detach"
    if invocation.isJSON {
      throw .missing(name: "\(option) with --output json", path: invocation.command.path)
    }
    let environment = invocation.environment
    guard environment.input.isTerminal, environment.output.isTerminal else {
      throw .needsTerminal(
        what: "A tunnel in the foreground", remedy: "Leave it open in the background: \(option)")
    }
  }
}

/// `swop workspace capabilities`: what wrappers may rely on.
enum WorkspaceCapabilitiesCommand {
  static let definition = CommandDefinition(
    "capabilities", summary: "Print the capabilities that wrappers ask for, as JSON", action: run
  ).with {
    $0.options = [.output]
    $0.examples = [.init("swop workspace capabilities", "print the capabilities")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    invocation.print(WorkspaceJSON.capabilities)
    return 0
  }
}

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
