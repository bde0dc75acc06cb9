import Engine
import EngineCore

/// Writes the status in the form that was asked for, once or again and again.
struct StatusView: Sendable {
  private let invocation: Invocation
  private let fleet: any FleetDoor
  private let format: StatusFormat?

  /// How long `--watch` waits between two looks.
  static let interval = Duration.seconds(2)
  /// How long `--watch --refresh` waits between two readings.
  static let refreshInterval = Duration.seconds(60)

  /// A view of the accounts.
  init(_ invocation: Invocation, fleet: any FleetDoor, format: StatusFormat?) {
    self.invocation = invocation
    self.fleet = fleet
    self.format = format
  }

  /// The status now, line ends included.
  ///
  /// - Parameters:
  ///   - width: columns there are, nil for any number.
  ///   - refresh: whether to read quotas first; nil does what `--refresh` says.
  /// - Returns: The lines as one text.
  /// - Throws: What the engine throws.
  func text(width: Int?, refresh: Bool? = nil) async throws -> String {
    let wantsRefresh = refresh ?? invocation.command.has("refresh")
    let snapshot = try await snapshot(refresh: wantsRefresh)
    return try await lines(of: snapshot, width: width).map { $0 + "\n" }.joined()
  }

  /// Shows the status until the task is cancelled.
  func watch() async throws {
    let environment = invocation.environment
    let redraws = environment.canRedraw(environment.output) && !invocation.isJSON && !wantsPlain
    var region = LiveRegion()
    var last = ""
    var lastRefresh: Duration?
    while true {
      let now = environment.time.uptime()
      let isDue = lastRefresh.map { now - $0 >= Self.refreshInterval } ?? true
      let refresh = invocation.command.has("refresh") && isDue
      if refresh { lastRefresh = now }
      let size = redraws ? environment.terminalSize() : nil
      let text = try await text(width: size?.columns ?? invocation.screen.width, refresh: refresh)
      if redraws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        environment.output.write(region.frame(lines.map(String.init), rows: size?.rows))
      } else if text != last {
        environment.output.write(text)
      }
      try invocation.requireOutput()
      last = text
      try await environment.time.sleep(for: Self.interval)
    }
  }

  private var wantsPlain: Bool { invocation.command.has("plain") }

  private func snapshot(refresh: Bool) async throws -> FleetSnapshot {
    let fleet = fleet
    let snapshot =
      refresh
      ? try await Progress("reading quotas", in: invocation).during {
        try await fleet.snapshot(refresh: true)
      } : try await fleet.snapshot(refresh: false)
    let shown = invocation.isJSON || format != nil ? [] : snapshot.unreadableAccounts.map(\.error)
    for report in snapshot.unreadable where !shown.contains(report) {
      let remedy = report.remedy.map { " " + $0 } ?? ""
      invocation.note("swop: " + PrintableText.sanitized(report.message + remedy))
    }
    if !snapshot.older.isEmpty {
      let sentence = OlderAccountsText.sentence(snapshot.older)
      invocation.note("swop: \(sentence) \(OlderAccountsText.remedy)")
    }
    return snapshot
  }

  private func lines(of snapshot: FleetSnapshot, width: Int?) async throws -> [String] {
    if invocation.isJSON { return [StatusJSON.report(snapshot).line] }
    let timeZone = invocation.environment.timeZone
    var screen = invocation.screen
    screen.width = width
    let lines: [String]
    if let format {
      lines = [try await segment(format, snapshot)]
    } else if wantsPlain {
      lines = StatusPlain.lines(snapshot, timeZone: timeZone)
    } else {
      lines = StatusTable(snapshot, on: screen, timeZone: timeZone).lines
    }
    return lines.map(screen.glyphs.shown)
  }

  /// The segment about the account that a run would take.
  private func segment(_ format: StatusFormat, _ snapshot: FleetSnapshot) async throws -> String {
    if let named = invocation.environment.variables.nonEmpty("SWOP_ACCOUNT") {
      let account = try snapshot.account(labelled: named)
      return format.text(account, at: snapshot.takenAt)
    }
    let here = snapshot.project?.account
    if let account = snapshot.accounts.first(where: { $0.id == here }) {
      return format.text(account, at: snapshot.takenAt)
    }
    if snapshot.project?.strategy == nil, let account = snapshot.defaultAccount {
      return format.text(account, at: snapshot.takenAt)
    }
    let selected = try await fleet.ranking(strategy: nil).selected
    let account = snapshot.accounts.first { $0.id == selected }
    return account.map { format.text($0, at: snapshot.takenAt) } ?? ""
  }
}
