package import EngineCore

/// When banked resets end, from the list of them that the backend and codex's app-server give.
package enum BankedResetEnds {
  /// At most so many are kept.
  private static let count = 32

  /// The ends of those that wait to be used, soonest first. Entries without an end never end, and are left out
  /// like what makes no sense.
  ///
  /// - Parameter credits: the list: `expires_at` or `expiresAt` is a moment in RFC 3339, or in seconds since
  ///   1970; `status` is `available` for what waits.
  /// - Returns: The ends, nil if there is no list.
  package static func ends(in credits: JSONValue?) -> [Date]? {
    guard let credits = credits?.elements else { return nil }
    let waiting = credits.filter { ($0["status"]?.text ?? "available") == "available" }
    let ends = waiting.compactMap { moment($0["expires_at"] ?? $0["expiresAt"]) }
    return Array(ends.sorted().prefix(count))
  }

  private static func moment(_ value: JSONValue?) -> Date? {
    if let text = value?.text, let date = RefreshStamp.date(text) { return date }
    guard let number = value?.looseNumber, number > 0, number < 1e11 else { return nil }
    return Date(timeIntervalSince1970: number)
  }
}
