import Engine
import EngineCore

/// `swop proxy status`: what the service did and does.
enum ProxyStatusCommand {
  static let definition = CommandDefinition(
    "status", summary: "Show the state of the proxy", action: run
  ).with {
    $0.details = ["Asks the service; proxies that serve a single run are not shown."]
    $0.examples = [
      .init("swop proxy status", "see whether it runs"),
      .init("swop proxy status --json", "print its counters for scripts"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let report = try await invocation.fleet().proxyReport()
    if invocation.isJSON {
      invocation.print(OrderedJSON(report.value))
    } else {
      show(report, invocation)
    }
    return 0
  }

  private static func show(_ report: ProxyReport, _ invocation: Invocation) {
    let value = report.value
    guard report.isRunning else {
      let detail = value["detail"]?.text.map { PrintableText.sanitized($0) }
      invocation.say("The proxy is not running\(detail.map { ": \($0)" } ?? "").")
      return
    }
    func count(_ name: String, in value: JSONValue) -> String { "\(value[name]?.integer ?? 0)" }
    let keeper = value["keeper"]?.text.flatMap(ServiceKeeper.init)
    invocation.say(
      "The proxy runs at \(PrintableText.sanitized(value["url"]?.text ?? "?")) "
        + "(process \(count("pid", in: value))\(keeper.map { ", \($0.phrase)" } ?? "")).")
    invocation.say(
      "\(count("requests", in: value)) requests, \(count("moved", in: value)) moved, "
        + "\(count("failed", in: value)) failed, \(count("active_streams", in: value)) open now.")
    let accounts = value["accounts"]?.elements ?? []
    guard !accounts.isEmpty else { return }
    var table = TextTable([
      .init(heading: "ACCOUNT", mayShrink: true), .init(heading: "OPEN", alignsRight: true),
      .init(heading: "REQUESTS", alignsRight: true), .init(heading: "LEFT IT", alignsRight: true),
      .init(heading: "CAME", alignsRight: true), .init(heading: "RESTS UNTIL"),
    ])
    for account in accounts {
      let names = ["active_streams", "requests", "moved_from", "moved_to"]
      table.add(
        [StyledText(PrintableText.sanitized(account["label"]?.text ?? ""))]
          + names.map { StyledText(count($0, in: account)) }
          + [StyledText(PrintableText.sanitized(account["cooling_until"]?.text ?? ""), .muted)])
    }
    invocation.say(table.lines(on: invocation.screen))
  }
}

/// `swop proxy logs`: what the service printed.
enum ProxyLogsCommand {
  static let definition = CommandDefinition(
    "logs", summary: "Show what the service printed", action: run
  ).with {
    $0.options = [
      OptionDefinition("follow", letter: "f", help: "Keep printing new lines"),
      OptionDefinition(
        "limit", letter: "n", value: .required("COUNT"), help: "At most this many lines (50)"),
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
        // A log that became shorter was restarted.
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
