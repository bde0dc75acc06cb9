import Engine
import EngineCore

/// `swop proxy run`: the proxy in the foreground.
enum ProxyRunCommand {
  static let definition = CommandDefinition(
    "run", summary: "Run the proxy in the foreground", action: run
  ).with {
    $0.details = [
      "Prints one line for each move. Ctrl-C lets running answers finish, 30 seconds at most; a second "
        + "one ends it at once."
    ]
    $0.options = [
      ProxyCommand.port,
      OptionDefinition(
        "keeper", value: .required("WHO"),
        completion: .words(["systemd", "launchd", "background", "foreground"]),
        help: "Who looks after this process; for service managers"),
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
