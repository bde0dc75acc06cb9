import EngineCore

/// The moment every test of this folder stands at.
let now = Date(timeIntervalSince1970: 1_800_000_000)

extension Candidate {
  /// An account that can be used, with what matters to a test changed.
  static func account(
    _ label: String, week: Double = 50, short: Double? = 0, ageSeconds: Double = 0,
    weekResets: Double? = 86_400, shortResets: Double? = 3_600, allowed: Bool? = true,
    reached: Bool? = false, reachedType: String? = nil,
    change: (inout Candidate) -> Void = { _ in }
  ) -> Candidate {
    var windows = [
      QuotaWindow(
        lengthSeconds: 604_800, usedPercent: week, resetsAt: weekResets.map { now + $0 })
    ]
    if let short {
      windows.append(
        QuotaWindow(
          lengthSeconds: 18_000, usedPercent: short, resetsAt: shortResets.map { now + $0 }))
    }
    let reading = QuotaReading(
      readAt: now - ageSeconds, source: .usage, isAllowed: allowed, isLimitReached: reached,
      windows: windows, reachedType: reachedType)
    var candidate = Candidate(id: AccountID(label), label: label, reading: reading)
    change(&candidate)
    return candidate
  }

  /// An account that the server refuses because windows are used up.
  static func limited(
    _ label: String, week: Double = 50, short: Double = 0, ageSeconds: Double = 0,
    weekResets: Double? = 86_400, shortResets: Double? = 3_600
  ) -> Candidate {
    account(
      label, week: week, short: short, ageSeconds: ageSeconds, weekResets: weekResets,
      shortResets: shortResets, allowed: false, reached: true)
  }

  /// An account that is paid by API key.
  static func apiKey(_ label: String) -> Candidate {
    Candidate(id: AccountID(label), label: label, isAPIKey: true)
  }
}

extension Ranking {
  /// The labels in order.
  var labels: [String] { entries.map(\.label) }

  /// The labels that can be used, in order.
  var viable: [String] { entries.filter(\.isViable).map(\.label) }

  /// The clause about one account.
  func reason(of label: String) -> String? {
    entries.first { $0.label == label }?.reason
  }
}
