import Engine
import EngineCore

/// `swop proxy`: the rotation proxy.
enum ProxyCommand {
  static let definition = CommandDefinition(
    "proxy", summary: "Run and inspect the rotation proxy"
  ).with {
    $0.details = [
      "The proxy puts the right account on each request of codex, and moves a request to another account "
        + "when that account cannot serve it. It listens on this machine only, and refuses requests without "
        + "a token. swop codex --rotate uses the service if it runs, else a proxy of its own."
    ]
    $0.examples = [
      .init("swop proxy start", "start it as a service"),
      .init("swop proxy status", "see what it did and does"),
    ]
    $0.subcommands = [
      ProxyRunCommand.definition, ProxyStartCommand.definition, ProxyStopCommand.definition,
      ProxyStatusCommand.definition, ProxyEnvironmentCommand.definition,
      ProxyTokenCommand.definition, ProxyLogsCommand.definition,
    ]
  }

  /// The option that names the first of the two ports.
  static let port = OptionDefinition(
    "port", value: .required("PORT"),
    help: "Listen on this port and the next (default: the previous ones)")

  /// The port of a command line, nil if none is named.
  static func port(_ invocation: Invocation) throws(UsageError) -> UInt16? {
    guard let text = invocation.command.options["port"] else { return nil }
    guard let port = UInt16(text), (1024...65_534).contains(port) else {
      throw .unreadable(
        what: "--port", value: text, expected: "a number from 1024 to 65534",
        path: invocation.command.path)
    }
    return port
  }
}

/// `swop proxy run`: the proxy in the foreground.
enum ProxyRunCommand {
  static let definition = CommandDefinition(
    "run", summary: "Run the proxy in the foreground", action: run
  ).with {
    $0.details = [
      "Prints one line for each move. Ctrl-C lets running answers finish, 30 seconds at most; a second "
        + "one stops it at once."
    ]
    $0.options = [
      ProxyCommand.port,
      OptionDefinition(
        "keeper", value: .required("WHO"),
        completion: .words(["systemd", "launchd", "background", "foreground"]),
        help: "The supervisor of this process (used by service managers)"),
    ]
    $0.examples = [.init("swop proxy run", "serve until Ctrl-C")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let port = try ProxyCommand.port(invocation)
    let keeper = invocation.command.options["keeper"].flatMap(ServiceKeeper.init) ?? .foreground
    let fleet = try await invocation.fleet()
    do {
      try await invocation.interruptible {
        try await fleet.serveProxy(port: port, keeper: keeper) { say($0, invocation) }
      }
    } catch is Interrupted {
      // Being stopped is how a service ends.
    }
    return 0
  }

  /// One line, with its time: this is the log of a service.
  private static func say(_ line: String, _ invocation: Invocation) {
    let now = invocation.environment.time.now()
    if invocation.isJSON {
      invocation.print(.report(["at": .moment(now), "message": .text(line)]))
    } else {
      let stamp = ClockText.stamp(now, in: invocation.environment.timeZone)
      invocation.say(stamp + "  " + PrintableText.sanitized(line))
    }
  }
}
