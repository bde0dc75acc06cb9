import Engine
import EngineCore

/// What the commands of workspaces have in common.
enum WorkspaceOptions {
  /// The workspace that a command is about.
  static let name = PositionalDefinition("NAME", help: "The workspace")

  /// Which engine to ask.
  static let engine = OptionDefinition(
    "engine", value: .required("ENGINE"),
    completion: .words(ContainerEngineKind.allCases.map(\.rawValue)),
    help: "Take this container engine: docker or podman")

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
