import Engine
import EngineCore

/// `swop proxy logs`: what the service printed.
enum ProxyLogsCommand {
  static let definition = CommandDefinition(
    "logs", summary: "Show what the service printed", action: run
  ).with {
    $0.options = [
      OptionDefinition("follow", letter: "f", help: "Stay and print lines as they come"),
      OptionDefinition(
        "limit", letter: "n", value: .required("COUNT"), help: "At most so many lines (50)"),
    ]
    $0.examples = [
      .init("swop proxy logs", "see the latest lines"),
      .init("swop proxy logs -f", "watch it"),
    ]
  }

  private static let interval = Duration.milliseconds(500)

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let limit = try CountOption.limit(of: invocation, default: 50)
    let fleet = try await invocation.fleet()
    let lines = try await fleet.proxyLog(last: limit)
    guard invocation.command.has("follow") else {
      if invocation.isJSON {
        invocation.print(.report(["lines": .array(lines.map { .text($0) })]))
      } else {
        lines.forEach { show($0, invocation) }
      }
      return 0
    }
    lines.forEach { show($0, invocation) }
    try await invocation.interruptible {
      var all = try await fleet.proxyLog(last: .max)
      while true {
        try invocation.requireOutput()
        try await invocation.environment.time.sleep(for: interval)
        let now = try await fleet.proxyLog(last: .max)
        // A log that became shorter was begun anew.
        let isNew = now.count < all.count
        now.dropFirst(isNew ? 0 : all.count).forEach { show($0, invocation) }
        all = now
      }
    }
    return 0
  }

  private static func show(_ line: String, _ invocation: Invocation) {
    if invocation.isJSON {
      invocation.print(.report(["line": .text(line)]))
    } else {
      invocation.say(PrintableText.sanitized(line))
    }
  }
}
