import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// As whom, and where, each account's requests go on: its token from the one refresher, its workspace's
/// origin and routing header from the backend.
actor UpstreamDirectory {
  private struct Entry {
    let credentials: Credentials
    let takenAt: Duration
  }

  /// How long credentials are used without looking at the disk again; a token that codex or another
  /// process renewed is adopted after this.
  private static let lookAgain = Duration.seconds(1)
  /// How long a routing is used without asking the cache, which keeps it for a day.
  private static let routingLifetime = Duration.seconds(600)
  /// How long the first request of an account waits to learn its routing.
  private static let routingLimit = Duration.seconds(10)

  private nonisolated let loop: EventLoop
  private let surroundings: ProxySurroundings
  private let journal: RelayJournal
  private let router: WorkspaceRouter
  private var entries: [AccountID: Entry] = [:]
  private var routings: [AccountID: (routing: WorkspaceRouting?, until: Duration)] = [:]

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A directory that asks over `client`, which also opens the connection that requests will use.
  init(
    on loop: EventLoop, _ surroundings: ProxySurroundings, client: HTTPClient,
    journal: RelayJournal
  ) {
    self.loop = loop
    self.surroundings = surroundings
    self.journal = journal
    router = WorkspaceRouter(
      backend: surroundings.backend, transport: client.transport,
      version: surroundings.version, cache: surroundings.state, time: surroundings.time)
  }

  /// The identity of an account for one try.
  ///
  /// - Returns: The identity, or what became of the try instead.
  /// - Throws: `CancellationError` when no one waits any more.
  func identity(
    of account: Account, renewing: Bool
  ) async throws -> Result<UpstreamIdentity, UpstreamRefusal> {
    let credentials: Credentials
    do throws(CredentialError) {
      credentials = try await self.credentials(of: account, renewing: renewing)
    } catch {
      if error == .cancelled { throw CancellationError() }
      return .failure(UpstreamRefusal(.tokenUnavailable(isDead: error.needsSignIn)))
    }
    journal.noteRefused(credentials, of: account.id)
    guard let routing = await routing(of: account, credentials) else {
      return .failure(UpstreamRefusal(.answered(UpstreamAnswer(status: 401))))
    }
    return .success(
      UpstreamIdentity(
        account: account.id, bearer: credentials.accessToken,
        accountID: credentials.accountID.map { Redacted($0) },
        base: surroundings.backend.base(routing: routing), routingOverride: routing.override))
  }

  private func credentials(
    of account: Account, renewing: Bool
  ) async throws(CredentialError) -> Credentials {
    let now = surroundings.time.uptime()
    let known = entries[account.id]
    if renewing, let known {
      return keep(
        try await surroundings.credentials.credentials(
          for: account, insteadOf: known.credentials), of: account)
    }
    if let known, now - known.takenAt < Self.lookAgain,
      known.credentials.expiresAt.map({ $0 > surroundings.time.now() + 300 }) ?? true
    {
      return known.credentials
    }
    return keep(try await surroundings.credentials.credentials(for: account), of: account)
  }

  private func keep(_ credentials: Credentials, of account: Account) -> Credentials {
    entries[account.id] = Entry(credentials: credentials, takenAt: surroundings.time.uptime())
    return credentials
  }

  /// Where an account's requests belong; nil when the backend refused the token. What cannot be found
  /// out counts as no constraint for a while, as it does for codex's own requests.
  private func routing(
    of account: Account, _ credentials: Credentials
  ) async -> WorkspaceRouting? {
    let now = surroundings.time.uptime()
    let none = WorkspaceRouting(origin: nil, override: nil)
    if let known = routings[account.id], known.until > now { return known.routing ?? none }
    switch await router.routing(for: credentials, limit: Self.routingLimit) {
    case .known(let routing):
      routings[account.id] = (routing, now + Self.routingLifetime)
      return routing
    case .unknown:
      routings[account.id] = (nil, now + .seconds(60))
      return none
    case .unauthorized: return nil
    }
  }
}
