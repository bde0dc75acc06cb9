import Engine
import EngineCore

/// `swop proxy stop`: the end of the service.
enum ProxyStopCommand {
  static let definition = CommandDefinition(
    "stop", summary: "Stop the proxy", action: run
  ).with {
    $0.details = [
      "Running answers may finish, 30 seconds at most; after that it is ended by force."
    ]
    $0.examples = [.init("swop proxy stop", "stop it")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let stopped = try await Progress("waiting for running answers", in: invocation).during {
      try await fleet.stopProxy()
    }
    let line =
      switch stopped {
      case nil: "The proxy does not run."
      case .some((_, byForce: false)): "The proxy has ended."
      case .some((_, byForce: true)): "The proxy did not end by itself and was ended by force."
      }
    invocation.conclude(
      line,
      .report([
        "running": .flag(false),
        "pid": stopped.map { .integer(Int($0.record.process.pid)) } ?? .null,
        "by_force": .flag(stopped?.byForce ?? false),
      ]))
    return 0
  }
}
