import EngineCore
import EngineProxy
import EngineProxyPolicy
import Synchronization

/// The clients of a running proxy: read again twice a second, so that a revoked token ends, and at once when
/// somebody shows a token that is not known, so that a new one works from the moment it was made.
final class LiveClientTokens: ClientTokenSource {
  /// How old the list may be.
  static let interval = Duration.milliseconds(500)

  private let tokens: ClientTokens
  private let only: String?
  private let time: any TimeSource
  private let known: Mutex<[ClientTokenRecord]>
  private let allowance = Mutex(RereadAllowance())

  /// The tokens of a store, read now.
  ///
  /// - Parameters:
  ///   - tokens: the store.
  ///   - only: the one name that counts, nil for all.
  ///   - time: the clock.
  /// - Throws: `RotationError.store`.
  init(
    _ tokens: ClientTokens, only: String? = nil, time: any TimeSource
  ) throws(RotationError) {
    self.tokens = tokens
    self.only = only
    self.time = time
    known = Mutex([])
    try reread()
  }

  func client(showing token: Redacted<String>) -> ProxyClient? {
    if let client = known(token) { return client }
    // Wrong tokens must not keep the proxy busy with its database.
    guard allowance.withLock({ $0.take(at: time.uptime()) }) else { return nil }
    // A database that is busy for a moment leaves the list as it was.
    try? reread()
    return known(token)
  }

  func knows(_ client: ProxyClient) -> Bool {
    known.withLock { $0.contains { $0.name == client.name && $0.digest == client.digest } }
  }

  /// Reads the list again and again until the task is cancelled.
  ///
  /// - Parameter changed: told after the list has changed.
  func follow(_ changed: () async -> Void) async {
    var told = known.withLock { $0 }
    while (try? await time.sleep(for: Self.interval)) != nil {
      try? reread()
      let fresh = known.withLock { $0 }
      guard fresh != told else { continue }
      told = fresh
      await changed()
    }
  }

  private func reread() throws(RotationError) {
    let fresh = try tokens.all().filter { only == nil || $0.name == only }
    known.withLock { $0 = fresh }
  }

  private func known(_ token: Redacted<String>) -> ProxyClient? {
    let records = known.withLock { $0 }
    let name = ClientToken.owner(
      of: token, among: records.map { ClientToken(name: $0.name, digest: $0.digest) })
    return records.first { $0.name == name }.map {
      ProxyClient(
        name: $0.name, digest: $0.digest, account: $0.account, isInContainer: $0.isForContainer)
    }
  }
}

/// How often wrong tokens may make the proxy read its list again: twenty times a second. Pure.
struct RereadAllowance {
  private static let limit = 20
  private var second = Duration.zero
  private var count = 0

  /// Whether it may be read now, which counts.
  mutating func take(at uptime: Duration) -> Bool {
    if uptime - second >= .seconds(1) {
      second = uptime
      count = 0
    }
    count += 1
    return count <= Self.limit
  }
}
