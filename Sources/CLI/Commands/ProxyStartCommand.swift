import Engine
import EngineCore

/// `swop proxy start`: the proxy as a service.
enum ProxyStartCommand {
  static let definition = CommandDefinition(
    "start", summary: "Start the proxy as a service", action: run
  ).with {
    $0.details = [
      "Uses the user's systemd or launchd where there is one, so that a proxy that dies is restarted "
        + "and comes back with your next sign-in, or with the machine after loginctl enable-linger; else a "
        + "process in the background. It listens on the same ports every time. A service of another swop, "
        + "or on another port than --port, gives way once its running answers are done."
    ]
    $0.options = [
      ProxyCommand.port,
      OptionDefinition("background", help: "Do not use the service manager"),
    ]
    $0.examples = [
      .init("swop proxy start", "start it"),
      .init("swop proxy start --background", "start an unsupervised background process"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let port = try ProxyCommand.port(invocation)
    try await invocation.settleSharedHome()
    let fleet = try await invocation.fleet()
    let inBackground = invocation.command.has("background")
    if let warning = try await fleet.suspendForeignBinding() {
      invocation.note("swop: " + warning)
    }
    let (record, ranAlready) = try await Progress("starting the proxy", in: invocation).during {
      try await fleet.startProxy(port: port, inBackground: inBackground)
    }
    let how = ranAlready ? "is already running" : "runs"
    invocation.conclude(
      "The proxy \(how) at \(record.ports.url) (process \(record.process.pid), \(record.keeper.phrase)).",
      .report([
        "running": .flag(true), "ran_already": .flag(ranAlready),
        "pid": .integer(Int(record.process.pid)), "url": .text(record.ports.url),
        "keeper": .text(record.keeper.rawValue), "started_at": .moment(record.startedAt),
      ]))
    return 0
  }
}

/// `swop proxy stop`: the end of the service.
enum ProxyStopCommand {
  static let definition = CommandDefinition(
    "stop", summary: "Stop the proxy", action: run
  ).with {
    $0.details = [
      "Running answers get up to 30 seconds to finish; then the proxy is killed."
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
      case nil: "The proxy is not running."
      case .some((_, byForce: false)): "The proxy has stopped."
      case .some((_, byForce: true)): "The proxy did not stop in time and was killed."
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

extension ServiceKeeper {
  /// Who looks after the service, in a sentence.
  var phrase: String {
    switch self {
    case .systemd: "kept by systemd"
    case .launchd: "kept by launchd"
    case .background: "in the background"
    case .foreground: "in a terminal"
    }
  }
}
