import EngineCore

/// What one keeper remembers of one account between renewals.
struct TokenMemory {
  /// A session that was bought but could not be stored: it is stored before anything else is tried.
  struct Unsaved {
    /// The session it replaces, by its fingerprint.
    let replaces: String?
    /// The session.
    let file: AuthFile
  }

  /// The file as last read, and what it looked like on disk.
  var seen: (status: FileStatus, file: AuthFile)?
  /// When this keeper last bought a token.
  var renewedAt: Date?
  /// When the last attempt failed, nil if it did not.
  var failedAt: Date?
  /// Why it failed; one clause.
  var failure = ""
  /// How many attempts failed in a row.
  var failures = 0
  /// A session that still has to be stored.
  var unsaved: Unsaved?

  /// Whether it is too early to try again after a failure: 5 s after the first, twice that after each
  /// further one, a minute at most.
  func isBackingOff(at now: Date) -> Bool {
    guard let failedAt, failures > 0 else { return false }
    let age = now.timeIntervalSince(failedAt)
    let pause = min(60, TokenRules.spacingSeconds * Double(1 << min(failures - 1, 6)))
    return age >= 0 && age < pause
  }

  mutating func noteFailure(_ detail: String, at now: Date) {
    failedAt = now
    failure = detail
    failures += 1
  }

  mutating func noteSuccess(at now: Date) {
    renewedAt = now
    failedAt = nil
    failures = 0
  }
}
