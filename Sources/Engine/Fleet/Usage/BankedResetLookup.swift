import EngineCore
import EngineProxy

/// Asks the backend when an account's banked resets end: `wham/usage` only counts them. An answer is remembered for
/// hours, and until the count changes.
struct BankedResetLookup: Sendable {
  private struct Known: Codable {
    let count: Int
    let ends: [Date]
  }

  /// How long an answer holds: six hours, in seconds.
  private static let answerAge: Double = 6 * 3_600
  /// How long nobody asks again after a failure: an hour, in seconds.
  private static let failureAge: Double = 3_600

  let backend: ChatGPTBackend
  let client: BackendClient
  let cache: any ValueCache
  let time: any TimeSource

  /// The ends of an account's banked resets, soonest first.
  ///
  /// - Parameters:
  ///   - account: whose.
  ///   - count: how many it has, by the reading that was just taken.
  ///   - credentials: its credentials.
  ///   - routing: where its requests belong.
  ///   - limit: how long the request may take.
  /// - Returns: The ends, nil if they are not known.
  func ends(
    of account: Account, count: Int, _ credentials: Credentials, routing: WorkspaceRouting?,
    limit: Duration
  ) async -> [Date]? {
    let name = "banked_resets \(account.id.text)"
    let failed = name + " failed"
    if let known = known(name, count: count, maximumAge: Self.answerAge) { return known }
    if cached(failed, maximumAge: Self.failureAge) == nil {
      let url = backend.url(of: "/wham/rate-limit-reset-credits", routing: routing)
      let response = try? await client.get(url, credentials, routing: routing, limit: limit)
      if let response, response.status == 200,
        let body = try? JSONReader.value(in: Array(BackendClient.bytes(of: response))),
        let ends = BankedResetEnds.ends(in: body["credits"])
      {
        remember(Known(count: count, ends: ends), as: name)
        return ends
      }
      try? cache.setCached(failed, "", now: time.now())
    }
    return known(name, count: count, maximumAge: nil)
  }

  private func known(_ name: String, count: Int, maximumAge: Double?) -> [Date]? {
    guard let text = cached(name, maximumAge: maximumAge),
      let known = try? JSONDecoder().decode(Known.self, from: Data(text.utf8)),
      known.count == count
    else { return nil }
    return known.ends
  }

  /// The cache only spares requests: without it the server is asked again.
  private func cached(_ name: String, maximumAge: Double?) -> String? {
    (try? cache.cached(name, maximumAge: maximumAge, now: time.now())) ?? nil
  }

  private func remember(_ known: Known, as name: String) {
    guard let data = try? JSONEncoder().encode(known) else { return }
    try? cache.setCached(name, String(decoding: data, as: UTF8.self), now: time.now())
  }
}
