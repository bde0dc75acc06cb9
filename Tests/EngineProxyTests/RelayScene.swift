import EngineCore
import EngineHTTP
import EnginePlatform
import EngineProxyPolicy
import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import EngineProxy
@testable import EngineStandin

/// The real proxy between a test and the stand-in, with sign-ins on disk and a database.
final class RelayScene: Sendable {
  /// The client's token: it looks like an access token, so that codex takes it for one.
  static let pass = SignInFixture {
    $0.expiresAt = 4_000_000_000
    $0.email = "pool@swop.local"
    $0.accountID = "pool"
    $0.plan = "pro"
    $0.lastRefresh = nil
  }

  /// What the client shows.
  static let token = pass.accessToken

  let folder: TemporaryFolder
  let state: StateDatabase
  let server: StandinServer
  let events = RecordingEventSink()
  private let moves = Mutex<[ProxyMove]>([])
  private let memoryReturns = Mutex(0)
  private let pool: Mutex<ProxyPool>
  let keeper: TokenKeeper
  let client: HTTPClient
  let time = SystemTimeSource()
  private let backend: ChatGPTBackend
  let clients = SceneClients()
  private let running = Mutex<(RotationProxy, ProxyAddresses)?>(nil)

  /// Serves accounts of the stand-in through a proxy while `body` runs; the first one is preferred.
  ///
  /// - Parameters:
  ///   - names: The accounts.
  ///   - settings: The proxy's limits.
  ///   - front: Puts something before the stand-in; gives its own address, and the proxy's limits.
  ///   - origins: Where accounts' workspaces live, as if each had been asked for; with one, those that
  ///     it does not name live at the stand-in.
  ///   - change: Changes each account.
  ///   - body: The test.
  /// - Throws: What the test throws, and what starting throws.
  static func serve(
    _ names: [String] = ["first", "second"], settings: ProxySettings = ProxySettings(),
    front: ((String) async throws -> (origin: String, ProxySettings))? = nil,
    origins: [String: String] = [:],
    change: (inout StandinAccount) -> Void = { _ in },
    body: (RelayScene) async throws -> Void
  ) async throws {
    let time = SystemTimeSource()
    let accounts = names.map { name in
      var account = StandinAccount(name)
      change(&account)
      return account
    }
    let standin = Standin(accounts: accounts, time: time)
    let server = try await StandinServer.start(standin, time: time)
    do {
      let front = try await front?(server.origin) ?? (server.origin, settings)
      let backend = ChatGPTBackend(override: origins.isEmpty ? front.0 + "/backend-api" : nil)
      let scene = try await RelayScene(names, server, backend)
      for name in names where !origins.isEmpty {
        try await scene.bind(name, to: origins[name] ?? server.origin)
      }
      try await scene.start(front.1)
      do {
        try await body(scene)
      } catch {
        await scene.stop()
        throw error
      }
      await scene.stop()
      await server.stop()
    } catch {
      await server.stop()
      throw error
    }
  }

  private init(
    _ names: [String], _ server: StandinServer, _ backend: ChatGPTBackend
  ) async throws {
    self.server = server
    self.backend = backend
    let folder = try TemporaryFolder()
    self.folder = folder
    let state = try StateDatabase(path: folder / "state.db")
    self.state = state
    let files = DiskFileSystem()
    var members: [ProxyPool.Member] = []
    for name in names {
      let set = try #require(await server.standin.signIn(name))
      try files.replace(folder / (name + ".json"), with: set.authFile.reveal(), mode: .privateFile)
      let account = Account(
        id: AccountID("id-" + name), key: try #require(AccountKey(name)), label: try Label(name),
        createdAt: time.now(),
        identity: .chatGPT(accountID: set.accountID, userID: "user-" + name))
      members.append(
        ProxyPool.Member(
          account: account,
          candidate: Candidate(
            id: account.id, label: name,
            reading: Self.reading(used: Double(10 + members.count), at: time.now()))))
    }
    pool = Mutex(
      ProxyPool(
        members: members,
        policy: SelectionPolicy(strategy: .mostLeft)))
    let loop = try EventLoop()
    client = HTTPClient(on: loop)
    let path = folder.path
    keeper = TokenKeeper(
      TokenSurroundings(
        files: files, time: time, transport: CurlTransport(client: client),
        locks: LockRoom(
          folder: folder / "locks", files: files, time: time,
          process: ProcessIdentity(pid: 1, startTicks: 1)), conditions: state, events: events),
      authBase: server.issuerURL
    ) { path / ($0.key.text + ".json") }
  }

  /// Says what the backend would say of an account's workspace.
  private func bind(_ name: String, to origin: String) async throws {
    let id = try #require(await server.standin.signIn(name)).accountID
    let routing = try JSONEncoder().encode(WorkspaceRouting(origin: origin, override: nil))
    try state.setCached(
      "workspace_routing \(backend.base) \(id)", String(decoding: routing, as: UTF8.self),
      now: time.now())
  }

  /// A reading that allows an account.
  static func reading(used: Double, at now: Date) -> QuotaReading {
    QuotaReading(
      readAt: now, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: 18_000, usedPercent: used, resetsAt: now + 9_000),
        QuotaWindow(lengthSeconds: 604_800, usedPercent: used, resetsAt: now + 90_000),
      ])
  }

  /// Starts the proxy, also a second time.
  func start(_ settings: ProxySettings = ProxySettings()) async throws {
    let surroundings = ProxySurroundings(
      pool: { [weak self] in
        guard let self else { return ProxyPool(members: []) }
        let conditions = try state.conditions()
        return pool.withLock { pool in
          ProxyPool(
            members: pool.members.map { member in
              var candidate = member.candidate
              candidate.condition = conditions[candidate.id] ?? AccountCondition()
              candidate.isExpired = candidate.condition.isExpired
              return ProxyPool.Member(account: member.account, candidate: candidate)
            }, policy: pool.policy)
        }
      },
      clients: clients, credentials: keeper, state: state, events: events,
      moved: { [weak self] move in self?.moves.withLock { $0.append(move) } }, time: time,
      random: SystemRandom(), backend: backend,
      version: "0.0.0", process: 1,
      giveBackMemory: { [weak self] in self?.memoryReturns.withLock { $0 += 1 } })
    var settings = settings
    // A client of a busy machine's tests may take long for its head.
    settings.server.headTimeLimit = .seconds(60)
    let proxy = try RotationProxy(surroundings, settings: settings)
    let addresses = try await proxy.start()
    running.withLock { $0 = (proxy, addresses) }
  }

  /// Stops the proxy.
  func stop(within limit: Duration = .zero) async {
    let proxy = running.withLock { running in
      defer { running = nil }
      return running?.0
    }
    await proxy?.stop(within: limit)
  }

  /// How often it gave free memory back to the system.
  var memoryReturnCount: Int { memoryReturns.withLock { $0 } }

  /// The moves it told, in order.
  var moved: [ProxyMove] { moves.withLock { $0 } }

  /// How many events of a kind it recorded.
  func count(of kind: EngineEvent.Kind) -> Int {
    events.events.filter { $0.kind == kind }.count
  }

  /// Whether the database says that an account is blocked.
  func isBlocked(_ name: String) throws -> Bool {
    try state.conditions()[AccountID("id-" + name)]?.isBlocked(at: time.now()) ?? false
  }

  /// The reading that the database holds.
  func storedReading(of name: String) throws -> QuotaReading? {
    try state.readings()[AccountID("id-" + name)]?.reading
  }

  /// Switches an account off, as another process would.
  func switchOff(_ name: String) { change(name) { $0.isEnabled = false } }

  /// Changes what the pool's reading shows of an account.
  func change(_ name: String, _ change: (inout Candidate) -> Void) {
    pool.withLock { pool in
      pool = ProxyPool(
        members: pool.members.map { member in
          guard member.candidate.label == name else { return member }
          var candidate = member.candidate
          change(&candidate)
          return ProxyPool.Member(account: member.account, candidate: candidate)
        }, policy: pool.policy)
    }
  }

  /// Waits until the proxy's state is as it should be.
  ///
  /// - Returns: Whether it came to that within twenty seconds.
  func settles(_ isSettled: (ProxyStatus) -> Bool) async -> Bool {
    for _ in 0..<2_000 {
      if let status = try? await proxy.status(), isSettled(status) { return true }
      try? await time.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// Takes an account out of the pool, as its removal does.
  func remove(_ name: String) {
    pool.withLock { pool in
      pool = ProxyPool(
        members: pool.members.filter { $0.candidate.label != name }, policy: pool.policy)
    }
  }

  /// Makes an account the one that automatic choice takes.
  func prefer(_ name: String) async throws {
    let now = time.now()
    for member in pool.withLock({ $0.members }) {
      let label = member.candidate.label
      change(label) { $0.reading = Self.reading(used: label == name ? 5 : 50, at: now) }
    }
    try await proxy.refreshPool()
  }

  var proxy: RotationProxy {
    get throws { try #require(running.withLock { $0?.0 }) }
  }

  var addresses: ProxyAddresses {
    get throws { try #require(running.withLock { $0?.1 }) }
  }
}

extension RelayScene {
  /// A home of codex's that holds the pool's sign-in and no other.
  func codexHome() throws -> FilePath {
    let home = folder / "codex"
    let files = DiskFileSystem()
    if !files.exists(home) {
      try files.createFolder(home, mode: .privateFolder)
      try files.replace(home / "auth.json", with: Self.pass.data, mode: .privateFile)
    }
    return home
  }

  /// The files of codex's home that hold one of these texts.
  func filesOfHome(holding texts: [String]) throws -> [String] {
    try Self.files(in: try codexHome(), holding: texts.map { Array($0.utf8) })
  }

  private static func files(in folder: FilePath, holding texts: [[UInt8]]) throws -> [String] {
    let files = DiskFileSystem()
    return try files.list(folder).flatMap { name -> [String] in
      let path = folder / name
      guard let status = try files.status(path) else { return [] }
      switch status.kind {
      case .folder: return try self.files(in: path, holding: texts).map { name + "/" + $0 }
      case .file:
        let data = try files.read(path)
        return texts.contains { data.firstRange(of: $0) != nil } ? [name] : []
      case .link, .socket, .other: return []
      }
    }
  }
}
