package import EngineCore
package import EngineProxyPolicy

/// Makes, lists and revokes the tokens by which programs may talk to the proxy. Only digests are kept.
package struct ClientTokens: Sendable {
  /// The name of the token that codex shows in the pool's home.
  package static let poolName = "pool"

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
  package func all() throws(RotationError) -> [ClientTokenRecord] {
    do {
      return try store.clientTokens()
    } catch {
      throw .store(error)
    }
  }

  /// All tokens as the proxy compares them.
  package func known() throws(RotationError) -> [ClientToken] {
    try all().map { ClientToken(name: $0.name, digest: $0.digest) }
  }

  /// Makes a token. It is shown to the one who asked, and cannot be read again.
  ///
  /// - Parameters:
  ///   - name: 1 to 64 letters, digits, `.`, `-` and `_`, not the pool's.
  ///   - replacing: whether a token of the same name gives way.
  /// - Returns: The token.
  /// - Throws: `RotationError.badTokenName`, `.tokenExists` or `.store`.
  package func issue(
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
  package func issueForContainer(
    _ name: String, account: AccountID?
  ) throws(RotationError) -> Redacted<String> {
    guard Self.isName(name), name != Self.poolName else { throw .badTokenName(name) }
    let token = PoolSignIn.freshToken(from: random)
    try keep(name, token, replacing: true, account: account, isForContainer: true)
    return token
  }

  /// Revokes a token: whoever shows it is turned away from now on.
  ///
  /// - Throws: `RotationError.unknownToken` with the nearest name, or `.store`.
  package func revoke(_ name: String) throws(RotationError) {
    do {
      if try store.forgetClientToken(named: name) { return }
    } catch {
      throw .store(error)
    }
    throw .unknownToken(name: name, nearest: NearestName.of(name, in: try all().map(\.name)))
  }

  /// The names of the tokens that clients show at the service's ports: all but the pool's, which is renewed
  /// anyway, and those of containers, which come over the unix socket.
  package func exposed() throws(RotationError) -> [String] {
    try all().filter { $0.name != Self.poolName && !$0.isForContainer }.map(\.name)
  }

  /// Whether somebody's token is kept under a name.
  package func isKept(_ token: Redacted<String>, as name: String) throws(RotationError) -> Bool {
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
