import EngineCore

/// A quota window as it stands while the stand-in runs.
struct LiveWindow: Hashable, Sendable {
  let lengthSeconds: Int
  private(set) var usedPercent: Double
  /// When the period ends; nil while it has not started.
  private(set) var resetsAt: Date?

  /// Starts a window as a test set it up at `now`.
  init(_ window: StandinWindow, at now: Date) {
    lengthSeconds = window.lengthSeconds
    usedPercent = window.usedPercent
    resetsAt = window.resetsInSeconds.map { now.addingTimeInterval(Double($0)) }
  }

  var isUsedUp: Bool { usedPercent >= 100 }

  /// When the server says the period ends: one that has not started would end a whole length from now.
  func reset(at now: Date) -> Date {
    resetsAt ?? now.addingTimeInterval(Double(lengthSeconds))
  }

  /// Begins anew once the period has ended.
  mutating func roll(to now: Date) {
    guard let resetsAt, resetsAt <= now else { return }
    usedPercent = 0
    self.resetsAt = nil
  }

  /// Takes `percent` from the window and starts its period if it has not started.
  mutating func use(_ percent: Double, at now: Date) {
    guard percent != 0 else { return }
    usedPercent = max(0, usedPercent + percent)
    resetsAt = reset(at: now)
  }

  /// The window in the body of `wham/usage`, whose numbers are whole.
  func usageBody(at now: Date) -> StandinJSON {
    let reset = reset(at: now)
    return [
      "used_percent": .integer(Int(usedPercent)),
      "limit_window_seconds": .integer(lengthSeconds),
      "reset_after_seconds": .integer(max(0, Int(reset.timeIntervalSince(now)))),
      "reset_at": .integer(Int(reset.timeIntervalSince1970)),
    ]
  }

  /// The window in a `codex.rate_limits` event.
  func eventBody(at now: Date) -> StandinJSON {
    [
      "used_percent": .number(usedPercent), "window_minutes": .integer(lengthSeconds / 60),
      "reset_at": .integer(Int(reset(at: now).timeIntervalSince1970)),
    ]
  }

  /// The window as header fields of a response; `place` is `primary` or `secondary`.
  func fields(place: String, at now: Date) -> [HTTPField] {
    let stem = "x-codex-\(place)-"
    return [
      HTTPField(stem + "used-percent", "\(usedPercent)"),
      HTTPField(stem + "window-minutes", "\(lengthSeconds / 60)"),
      HTTPField(stem + "reset-at", "\(Int(reset(at: now).timeIntervalSince1970))"),
    ]
  }
}
