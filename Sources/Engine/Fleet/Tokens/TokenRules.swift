package import EngineCore

/// When a token is renewed.
package enum TokenRules {
  /// This long before its end a token is renewed, in seconds: codex itself starts at 5 minutes, and
  /// must never have to.
  package static let leadSeconds: Double = 900
  /// One account's token is never renewed twice within this time, in seconds.
  package static let spacingSeconds: Double = 5
  /// A token that does not say when it ends is renewed when its last renewal is this old, in seconds:
  /// 8 days, as codex does.
  package static let opaqueSeconds: Double = 8 * 86_400

  /// Whether a session is good enough to hand out without renewing it.
  package static func isFresh(_ file: AuthFile, at now: Date) -> Bool {
    if let end = file.accessTokenExpiresAt { return end.timeIntervalSince(now) > leadSeconds }
    guard let last = file.lastRefresh else { return true }
    return now.timeIntervalSince(last) < opaqueSeconds
  }

  /// Whether a server would still take the access token, as far as its end says.
  package static func isValid(_ file: AuthFile, at now: Date) -> Bool {
    file.credentials != nil && (file.accessTokenExpiresAt.map { $0 > now } ?? true)
  }

  /// Seconds until the session may be renewed again, 0 if it may now. A renewal that seems to lie in
  /// the future is a clock that was set back, and does not count.
  package static func pause(after last: Date?, at now: Date) -> Double {
    guard let last else { return 0 }
    let age = now.timeIntervalSince(last)
    return age >= 0 && age < spacingSeconds ? spacingSeconds - age : 0
  }
}
