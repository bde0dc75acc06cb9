import Engine
import EngineCore

/// `swop proxy status`: what the service did and does.
enum ProxyStatusCommand {
  static let definition = CommandDefinition(
    "status", summary: "Show what the proxy did and does", action: run
  ).with {
    $0.details = ["Asks the service; a proxy that serves one run alone is not shown."]
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
      invocation.say("The proxy does not run\(detail.map { ": \($0)" } ?? "").")
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
