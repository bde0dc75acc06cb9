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

/// The status in words: one account a line, for screen readers and scripts.
enum StatusPlain {
  /// The lines.
  static func lines(_ snapshot: FleetSnapshot, timeZone: ClockZone) -> [String] {
    guard !snapshot.shown.isEmpty else {
      return snapshot.older.isEmpty
        ? ["No accounts yet. Add the first one: swop add LABEL"]
        : ["No accounts yet. \(OlderAccountsText.remedy)"]
    }
    let accounts = snapshot.shown.map { line($0, at: snapshot.takenAt, timeZone: timeZone) }
    let here = snapshot.project.map { [ProjectText.here($0)] } ?? []
    let shared = snapshot.sharedHome.map { [SharedHomeText.sentence($0)] } ?? []
    return [PoolSummary(snapshot).words] + accounts + here + shared
  }

  private static func line(
    _ account: AccountSnapshot, at now: Date, timeZone: ClockZone
  ) -> String {
    var words = [PrintableText.sanitized(account.account.label.text)]
    if account.isDefault { words.append("default account") }
    if let plan = account.plan { words.append("plan \(plan)") }
    words.append(account.stateText)
    if account.showsWindows {
      words += (account.reading?.windows ?? []).map { window($0, at: now) }
    }
    if let reading = account.reading {
      let age = ClockText.span(seconds: reading.age(at: now))
      words.append((account.isStale ? "stale, " : "") + "read \(age) ago")
    }
    var line = words.joined(separator: ", ") + "."
    if let note = AccountNote.sentence(account, timeZone: timeZone) {
      line += " " + PrintableText.sanitized(note)
    }
    return line
  }

  private static func window(_ window: QuotaWindow, at now: Date) -> String {
    let left = "\(window.name) \(Percent.text(left: window.leftPercent)) left"
    let reset = window.resetText(at: now)
    if window.isFresh(at: now) { return left + " and fresh" }
    return reset.isEmpty ? left : left + " and resets in \(reset)"
  }
}

/// The status for scripts; its shape is a promise.
enum StatusJSON {
  /// The whole object.
  static func report(_ snapshot: FleetSnapshot) -> OrderedJSON {
    let older = snapshot.older.map { OrderedJSON.text($0) }
    return OrderedJSON.report([
      "generated_at": .moment(snapshot.takenAt),
      "default_account": .optional(snapshot.defaultAccount?.account.label.text),
      "accounts": .array(snapshot.shown.map { account($0, at: snapshot.takenAt) }),
      "project": ProjectJSON.value(snapshot.project),
    ]).adding("older_accounts", older.isEmpty ? nil : .array(older))
      .adding("shared_home", snapshot.sharedHome.map { .text($0.text) })
  }

  /// One account.
  static func account(_ snapshot: AccountSnapshot, at now: Date) -> OrderedJSON {
    let account = snapshot.account
    let reading = snapshot.reading
    return .object([
      "label": .text(account.label.text), "key": .text(account.key.text),
      "enabled": .flag(account.isEnabled), "default": .flag(snapshot.isDefault),
      "state": .text(snapshot.state.rawValue),
      "plan": .optional(snapshot.plan?.name),
      "email": .optional(account.email),
      // What cannot be read has none.
      "account_id": .optional(account.identity.chatGPTAccountID.flatMap { $0.isEmpty ? nil : $0 }),
      "kind": .text(account.kind), "expires_at": .moment(account.endsAt),
      "last_used_at": .moment(account.lastUsedAt),
      "windows": .array((reading?.windows ?? []).map(window)),
      "credits": credits(reading?.credits), "read_at": .moment(reading?.readAt),
      "age_seconds": reading.map { .integer(Int($0.age(at: now))) } ?? .null,
      "stale": .flag(snapshot.isStale), "blocked_until": .moment(snapshot.blockedUntil),
      "error": .error(snapshot.error),
    ])
  }

  private static func window(_ window: QuotaWindow) -> OrderedJSON {
    .object([
      "name": .text(window.name), "length_seconds": .integer(window.lengthSeconds),
      "used_percent": .number(window.usedPercent), "left_percent": .number(window.leftPercent),
      "resets_at": .moment(window.resetsAt),
    ])
  }

  private static func credits(_ credits: Credits?) -> OrderedJSON {
    guard let credits else { return .null }
    return .object([
      "has_credits": .flag(credits.hasCredits), "unlimited": .flag(credits.isUnlimited),
      "balance": .optional(credits.balance),
    ])
  }
}
