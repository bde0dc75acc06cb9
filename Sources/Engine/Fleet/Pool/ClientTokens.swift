package import EngineCore
import EngineProxy
import EngineProxyPolicy
import Synchronization

/// Makes, lists and revokes the tokens by which programs may talk to the proxy. Only digests are kept.
package struct ClientTokens: Sendable {
  /// The name of the token that codex shows in the pool's home.
  static let poolName = "pool"

  private let store: any ClientTokenStore
  private let random: any RandomSource
  private let time: any TimeSource

  /// The tokens in a store.
  package init(store: any ClientTokenStore, random: any RandomSource, time: any TimeSource) {
    self.store = store
    self.random = random
    self.time = time
  }

  /// All tokens, sorted by name.
  func all() throws(RotationError) -> [ClientTokenRecord] {
    do {
      return try store.clientTokens()
    } catch {
      throw .store(error)
    }
  }

  /// All tokens as the proxy compares them.
  func known() throws(RotationError) -> [ClientToken] {
    try all().map { ClientToken(name: $0.name, digest: $0.digest) }
  }

  /// Makes a token. It is shown to the one who asked, and cannot be read again.
  ///
  /// - Parameters:
  ///   - name: 1 to 64 letters, digits, `.`, `-` and `_`, not the pool's.
  ///   - replacing: whether a token of the same name gives way.
  /// - Returns: The token.
  /// - Throws: `RotationError.badTokenName`, `.tokenExists` or `.store`.
  func issue(
    _ name: String, replacing: Bool = false
  ) throws(RotationError) -> Redacted<String> {
    guard Self.isName(name), name != Self.poolName else { throw .badTokenName(name) }
    let token = ClientToken.fresh(from: random)
    guard try keep(name, token, replacing: replacing) else { throw .tokenExists(name: name) }
    return token
  }

  /// Makes a token that codex in a container can hold as its sign-in; one of the same name gives way.
  ///
  /// - Parameters:
  ///   - name: as for any token.
  ///   - account: the only account that serves it, nil for the whole pool.
  /// - Returns: The token.
  /// - Throws: `RotationError.badTokenName` or `.store`.
  func issueForContainer(
    _ name: String, account: AccountID?
  ) throws(RotationError) -> Redacted<String> {
    guard Self.isName(name), name != Self.poolName else { throw .badTokenName(name) }
    let token = PoolSignIn.freshToken(from: random)
    try keep(name, token, replacing: true, account: account, isForContainer: true)
    return token
  }

  /// Revokes a token: anyone who shows it is turned away from now on.
  ///
  /// - Throws: `RotationError.unknownToken` with the nearest name, or `.store`.
  func revoke(_ name: String) throws(RotationError) {
    do {
      if try store.forgetClientToken(named: name) { return }
    } catch {
      throw .store(error)
    }
    throw .unknownToken(name: name, nearest: NearestName.of(name, in: try all().map(\.name)))
  }

  /// The names of the tokens that clients show at the service's ports: all but the pool's, which is renewed
  /// anyway, and those of containers, which come over the unix socket.
  func exposed() throws(RotationError) -> [String] {
    try all().filter { $0.name != Self.poolName && !$0.isForContainer }.map(\.name)
  }

  /// Whether someone's token is kept under a name.
  func isKept(_ token: Redacted<String>, as name: String) throws(RotationError) -> Bool {
    ClientToken.owner(of: token, among: try known().filter { $0.name == name }) != nil
  }

  /// Keeps a token under a name.
  @discardableResult
  func keep(
    _ name: String, _ token: Redacted<String>, replacing: Bool, account: AccountID? = nil,
    isForContainer: Bool = false
  ) throws(RotationError) -> Bool {
    let entry = ClientToken(name: name, token: token)
    do {
      return try store.keepClientToken(
        ClientTokenRecord(
          name: name, digest: entry.digest, createdAt: time.now(), account: account,
          isForContainer: isForContainer),
        replacing: replacing)
    } catch {
      throw .store(error)
    }
  }

  private static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && !name.hasPrefix("-")
      && name.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
          || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_.".utf8.contains(byte)
      }
  }
}

/// The clients of a running proxy: read again twice a second, so that a revoked token ends, and at once when
/// someone shows a token that is not known, so that a new one works from the moment it was made.
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

extension Fleet {
  /// The tokens of the proxy's clients, sorted by name.
  package func clientTokens() async throws -> [ClientTokenRecord] { try tokensOfClients.all() }

  /// Makes a token for a client; it cannot be read again.
  package func issueClientToken(named name: String) async throws -> Redacted<String> {
    try tokensOfClients.issue(name)
  }

  /// Revokes a client's token.
  package func revokeClientToken(named name: String) async throws {
    try tokensOfClients.revoke(name)
  }

  var tokensOfClients: ClientTokens {
    ClientTokens(
      store: configuration.state, random: configuration.random, time: configuration.time)
  }
}

/// What another program needs to start codex through the proxy: variables and flags, no secret among
/// them. Codex finds the pool's token in its home.
package struct ProxyClientEnvironment: Hashable, Sendable {
  /// One variable.
  package struct Variable: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: String
  }

  /// The one variable that is left out, because it is the token in `auth.json` of that home. Without it
  /// the backend's tool server turns codex away.
  package static let tokenVariable = SandboxEnvironment.toolToken

  /// The variables, `CODEX_HOME` first.
  package let variables: [Variable]
  /// Codex's flags, which come before everything else.
  package let arguments: [String]
  /// The address for clients of the Responses API.
  package let responsesURL: String

  /// The environment of a proxy's clients.
  init(
    route: ProxyRoute, mode: IsolationMode, sharesHistory: Bool, inherited: ProcessEnvironment,
    layout: SandboxLayout
  ) {
    let use = SandboxUse(
      folder: layout.pool, mode: mode, sharesHistory: sharesHistory, authBaseURL: route.url,
      usesLocalServer: true)
    let child = SandboxEnvironment(inherited: inherited, use: use, layout: layout).environment
    let names = child.names.filter { child[$0] != inherited[$0] && $0 != "CODEX_HOME" }
    variables = (["CODEX_HOME"] + names.sorted()).map {
      Variable(name: $0, value: child[$0] ?? "")
    }
    arguments = CodexFlags.rotated(route).map(\.description)
    responsesURL = route.url + "/v1"
  }
}
