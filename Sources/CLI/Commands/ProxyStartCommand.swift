import Engine
import EngineCore

/// `swop proxy start`: the proxy as a service.
enum ProxyStartCommand {
  static let definition = CommandDefinition(
    "start", summary: "Start the proxy as a service", action: run
  ).with {
    $0.details = [
      "Uses the user's systemd or launchd where there is one, so that a proxy that dies is started anew "
        + "and comes back with your next sign-in, or with the machine after loginctl enable-linger; else a "
        + "process in the background. It listens on the same ports every time. A service of another swop, "
        + "or on another port than --port, gives way once its running answers are done."
    ]
    $0.options = [
      ProxyCommand.port,
      OptionDefinition("background", help: "Do without the service manager"),
    ]
    $0.examples = [
      .init("swop proxy start", "start it"),
      .init("swop proxy start --background", "start a process that nobody looks after"),
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
    let how = ranAlready ? "runs already" : "runs"
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
