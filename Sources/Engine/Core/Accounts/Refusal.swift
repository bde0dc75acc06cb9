/// A server's refusal of an account, and the one rule for how long it is believed: newer evidence wins.
///
/// Status, `swop why`, automatic choice and the proxy all ask this value.
package struct Refusal: Hashable, Sendable {
  /// Why, a clause for people; never a server payload.
  package let cause: String
  /// When the refused request was answered; nil where that was not noted: such a refusal holds until its end
  /// or until something takes it away.
  package let seenAt: Date?
  /// When the server said that it ends; nil if it did not, or named no moment that can be believed.
  package let until: Date?
  /// The windows as they were known when it came.
  let windows: [QuotaWindow]

  /// After so many seconds a refusal without an end, or one that a newer reading does not show, is tried
  /// again.
  package static let probeSeconds: Double = 300
  /// An end further away than this does not count: 31 days, in seconds. No window is longer.
  package static let longestSeconds: Double = 31 * 86_400
  /// How far ahead of the clock a moment of this machine may be: processes write at the same time.
  package static let skewSeconds: Double = 5

  /// A refusal of its parts.
  package init(cause: String, seenAt: Date?, until: Date?, windows: [QuotaWindow] = []) {
    self.cause = cause
    self.seenAt = seenAt
    self.windows = windows
    self.until = until.flatMap { end in
      guard let seenAt else { return end }
      return (0...Self.longestSeconds).contains(end.timeIntervalSince(seenAt)) ? end : nil
    }
  }

  /// When it is over as far as `reading` tells; nil if only the server's next answer can say.
  ///
  /// - Parameters:
  ///   - reading: the newest reading of the account.
  ///   - now: the clock.
  /// - Returns: A moment up to `now` for one that is over.
  package func end(against reading: QuotaReading?, at now: Date) -> Date? {
    // Seen under a clock that was wrong: nothing of it can be placed in time.
    if let seenAt, seenAt > now + Self.skewSeconds { return now }
    guard let reading, isNewer(reading), reading.isAllowed == true, !reading.isRefused else {
      return until ?? seenAt.map { $0 + Self.probeSeconds }
    }
    if hasChanged(in: reading) { return now }
    let probe = seenAt.map { $0 + Self.probeSeconds }
    return [probe, until].compactMap { $0 }.min()
  }

  /// Whether the account is not to be used at `now`.
  package func holds(against reading: QuotaReading?, at now: Date) -> Bool {
    end(against: reading, at: now).map { $0 > now } ?? true
  }

  private func isNewer(_ reading: QuotaReading) -> Bool {
    seenAt.map { reading.readAt > $0 } ?? false
  }

  /// Whether a window began again or was given back: less used of one, or another end of one that was in use.
  private func hasChanged(in reading: QuotaReading) -> Bool {
    reading.windows.contains { window in
      guard let before = windows.first(where: { $0.name == window.name }) else { return false }
      if window.usedPercent < before.usedPercent { return true }
      // The end of an unused window moves with the clock, and every end by some seconds.
      guard before.usedPercent > 0, let old = before.resetsAt, let new = window.resetsAt else {
        return false
      }
      return new.timeIntervalSince(old) > 120
    }
  }
}

extension AccountCondition {
  /// The refusal that is noted, nil if there is none.
  package var refusal: Refusal? {
    guard blockedReason != nil || blockedUntil != nil else { return nil }
    return Refusal(
      cause: blockedReason ?? "", seenAt: blockedAt, until: blockedUntil,
      windows: blockedWindows ?? [])
  }

  /// Whether the server refuses the account at `now`, as far as the newest reading does not disprove it.
  package func isBlocked(at now: Date, reading: QuotaReading? = nil) -> Bool {
    refusal?.holds(against: reading, at: now) ?? false
  }

  /// Notes a refusal; nil takes it away.
  package mutating func note(_ refusal: Refusal?) {
    blockedReason = refusal?.cause
    blockedUntil = refusal?.until
    blockedAt = refusal?.seenAt
    blockedWindows = refusal.flatMap { $0.windows.isEmpty ? nil : $0.windows }
  }
}
