package import Engine
package import EngineCore

/// The status in words: one account a line, for screen readers and scripts.
package enum StatusPlain {
  /// The lines.
  package static func lines(_ snapshot: FleetSnapshot, timeZone: ClockZone) -> [String] {
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
