import EngineCore
import EngineProxyPolicy
import Synchronization

@testable import CLI
@testable import Engine

/// An engine in memory: answers what a test tells it to and keeps what was asked.
final class ScriptedFleet: FleetDoor {
  struct Answers: Sendable {
    var snapshots: [FleetSnapshot] = [FleetSnapshot(takenAt: .fixed, accounts: .seven)]
    var ranking = Ranking.seven
    var project: ProjectSnapshot?
    var importOutcome = ImportOutcome(
      imported: [
        .init(account: .named("ada"), source: "/old/auth.json", origin: "codex", isShared: true)
      ],
      skipped: [
        .init(
          title: "me@home.test", source: "/old/more.json",
          reason: ErrorReport(
            code: "identity_taken", message: "me@home.test already exists as “work”.",
            remedy: "Sign in to it again if it has expired: swop relogin work"), isFailure: false)
      ])
    var failure: (any EngineError)?
    var remoteFailure: ErrorReport?
    var steps: [SignInStep] = []
    var waitsAfterSteps = false
    var trash: [TrashedAccount] = [.old]
    var runs: [RunRecord] = .some
    var events: [[EngineEvent]] = [.some]
    var end = ProcessEnd.exited(0)
    var expired = false
    var asks = false
    var proxyRuns = false
    var proxyFault: String?
    var workspaces: any WorkspaceDoor = SampleWorkspaces.sample(at: .fixed)
    var conversations = ConversationList(.some)
    var pruned = PruneReport.some
    var leftovers: [Leftover] = [.packages]
  }

  private let state: Mutex<(answers: Answers, calls: [String], requests: [RunRequest])>

  init(_ answers: Answers = Answers()) {
    state = Mutex((answers, [], []))
  }

  /// Everything that was asked, in order.
  var calls: [String] { state.withLock { $0.calls } }

  /// Every run that was asked for.
  var requests: [RunRequest] { state.withLock { $0.requests } }

  func snapshot(refresh: Bool) async throws -> FleetSnapshot {
    let answers = try note(refresh ? "snapshot refresh" : "snapshot")
    return state.withLock { state in
      let next = state.answers.snapshots.first
      if state.answers.snapshots.count > 1 { state.answers.snapshots.removeFirst() }
      return next ?? answers.snapshots[0]
    }
  }

  func ranking(strategy: Strategy?) async throws -> Ranking {
    try note("ranking \(strategy?.rawValue ?? "-")").ranking
  }

  func add(
    label: String, method: SignInMethod, isolation: IsolationMode?, copiesConfiguration: Bool,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    let answers = try note(
      "add \(label) \(Self.name(method)) \(isolation?.rawValue ?? "-")"
        + (copiesConfiguration ? " with configuration" : ""))
    return try await signIn(label, answers, progress)
  }

  func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    let answers = try note("relogin \(label) \(Self.name(method))")
    return try await signIn(label, answers, progress)
  }

  func remove(label: String, force: Bool) async throws -> TrashedAccount {
    _ = try note("remove \(label)\(force ? " by force" : "")")
    return .old
  }

  func logout(
    label: String, force: Bool
  ) async throws -> (TrashedAccount, remoteFailure: ErrorReport?) {
    let answers = try note("logout \(label)\(force ? " by force" : "")")
    return (.old, answers.remoteFailure)
  }

  func rename(label: String, to newLabel: String) async throws -> Account {
    _ = try note("rename \(label) to \(newLabel)")
    return .named(newLabel)
  }

  func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account {
    _ = try note("\(isEnabled ? "enable" : "disable") \(label)")
    return .named(label, isEnabled: isEnabled)
  }

  func setDefault(label: String?) async throws -> Account? {
    _ = try note("default \(label ?? "-")")
    return label.map { .named($0) }
  }

  func project() async throws -> ProjectSnapshot? { try note("project").project }

  func setProject(_ wish: ProjectWish) async throws -> ProjectSnapshot {
    switch wish {
    case .account(let label):
      _ = try note("project \(label)")
      return ProjectSnapshot(
        place: "/src/app/.git", account: AccountID("id-\(label)"), label: label)
    case .strategy(let strategy):
      _ = try note("project by \(strategy.rawValue)")
      return ProjectSnapshot(place: "/src/app", strategy: strategy)
    }
  }

  func clearProject() async throws -> ProjectSnapshot? { try note("no project").project }

  func importSignIns(
    _ request: ImportRequest, dialogue: any ImportDialogue
  ) async throws -> ImportOutcome {
    let paths = request.paths.map(\.text).joined(separator: " ")
    let renews = request.renews.map { $0 ? " renewing" : " not renewing" } ?? ""
    let answers = try note("import \(paths) as \(request.label ?? "-")\(renews)")
    if answers.asks {
      let passphrase = try await dialogue.passphrase(for: request.paths[0])
      let mayRenew = await dialogue.mayRenew(["me@home.test"])
      _ = try note("passphrase \(passphrase) may renew \(mayRenew)")
    }
    return answers.importOutcome
  }

  func exportAccounts(_ request: ExportRequest) async throws -> ExportOutcome {
    let form =
      switch request.form {
      case .sealed(let passphrase): "sealed \(passphrase)"
      case .plain: "plain"
      case .cliProxyAPI: "cpa"
      case .codex: "codex"
      }
    let labels = request.labels.isEmpty ? "all" : request.labels.joined(separator: " ")
    let force = request.replaces ? " by force" : ""
    _ = try note("export \(labels) to \(request.path) \(form)\(force)")
    return ExportOutcome(files: [request.path], accounts: [.named("work"), .named("lab")])
  }

  func trash() async throws -> [TrashedAccount] { try note("trash").trash }

  func restore(label: String, as newLabel: String?) async throws -> Account {
    _ = try note("restore \(label) as \(newLabel ?? "-")")
    return .named(newLabel ?? label)
  }

  func purgeTrash(label: String?) async throws -> [TrashedAccount] {
    try note("purge \(label ?? "-")").trash
  }

  func run(_ request: RunRequest, dialogue: any RunDialogue) async throws -> RunOutcome {
    let answers = try note("run")
    state.withLock { $0.requests.append(request) }
    await dialogue.say("using work-1 (5h 64% left)")
    if answers.asks {
      let answer = await dialogue.signInOffer(to: .named("beta"), reason: "it was revoked")
      _ = try note("answer \(answer.map(Self.name) ?? "no")")
    }
    return RunOutcome(
      end: answers.end, account: .named("work-1"), run: RunID(7), expired: answers.expired)
  }

  func history(since: Date?, limit: Int) async throws -> [RunRecord] {
    try note("history \(since.map(ClockText.stamp) ?? "-") \(limit)").runs
  }

  func finish() async {}

  func workspaces(on engine: ContainerEngineKind?) async throws -> any WorkspaceDoor {
    if let failure = try note("workspaces \(engine?.rawValue ?? "-")").failure { throw failure }
    return state.withLock { $0.answers.workspaces }
  }

  func conversations(label: String?) async throws -> ConversationList {
    try note("conversations \(label ?? "-")").conversations
  }

  func pruneConversations(
    unusedFor seconds: Double, isTrial: Bool
  ) async throws -> PruneReport {
    try note("prune \(Int(seconds))\(isTrial ? " on trial" : "")").pruned
  }

  func leftovers() async throws -> [Leftover] { try note("leftovers").leftovers }

  func removeLeftovers(isTrial: Bool) async throws -> [Leftover] {
    try note("remove leftovers\(isTrial ? " on trial" : "")").leftovers
  }

  func events(after number: Int64?, limit: Int) async throws -> [EngineEvent] {
    _ = try note("events \(number.map(String.init) ?? "-") \(limit)")
    return state.withLock { $0.answers.events.isEmpty ? [] : $0.answers.events.removeFirst() }
  }

  func note(_ call: String) throws -> Answers {
    let answers = state.withLock { state in
      state.calls.append(call)
      return state.answers
    }
    if let failure = answers.failure { throw failure }
    return answers
  }

  private func signIn(
    _ label: String, _ answers: Answers, _ progress: @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    for step in answers.steps { await progress(step) }
    if answers.waitsAfterSteps {
      let never = AsyncStream<Never> { _ in }
      for await _ in never {}
      try Task.checkCancellation()
    }
    return .named(label)
  }

  private static func name(_ method: SignInMethod) -> String {
    switch method {
    case .browser: "browser"
    case .device: "device"
    case .pastedCallback: "pasted"
    case .accessToken(let token): "token \(token)"
    case .apiKey(let key): "key \(key)"
    case .importing(let path): "import \(path)"
    }
  }
}

extension ScriptedFleet {
  func proxyReport() async throws -> ProxyReport {
    let answers = try note("proxy report")
    return answers.proxyRuns ? .running : .stopped(because: answers.proxyFault)
  }

  func proxyRecord() async -> ServiceRecord? {
    (try? note("proxy record").proxyRuns) == true ? .fixed : nil
  }

  func startProxy(
    port: UInt16?, inBackground: Bool
  ) async throws -> (record: ServiceRecord, ranAlready: Bool) {
    let answers = try note(
      "proxy start \(port.map { "\($0)" } ?? "-")\(inBackground ? " in background" : "")")
    return (.fixed, answers.proxyRuns)
  }

  func stopProxy() async throws -> (record: ServiceRecord, byForce: Bool)? {
    try note("proxy stop").proxyRuns ? (.fixed, false) : nil
  }

  func serveProxy(
    port: UInt16?, keeper: ServiceKeeper, say: @escaping @Sendable (String) -> Void
  ) async throws {
    _ = try note("proxy serve \(port.map { "\($0)" } ?? "-") \(keeper.rawValue)")
    say("The proxy listens.")
    let never = AsyncStream<Never> { _ in }
    for await _ in never {}
  }

  func proxyLog(last count: Int) async throws -> [String] {
    _ = try note("proxy log \(count)")
    return ["2026-11-20T14:32:07Z  The proxy listens on http://127.0.0.1:4711."]
  }

  func proxyEnvironment() async throws -> ProxyClientEnvironment {
    _ = try note("proxy environment")
    return ProxyClientEnvironment(
      route: ServiceRecord.fixed.ports.route, mode: .relaxed, sharesHistory: true,
      inherited: ProcessEnvironment(),
      layout: SandboxLayout(root: "/home/me/.swop", sharedHome: "/home/me/.codex"))
  }

  func clientTokens() async throws -> [ClientTokenRecord] {
    _ = try note("tokens")
    return ["editor", "pool"].map {
      ClientTokenRecord(name: $0, digest: "", createdAt: .fixed)
    }
  }

  func issueClientToken(named name: String) async throws -> Redacted<String> {
    _ = try note("issue \(name)")
    return Redacted(String(repeating: "5e", count: 32))
  }

  func revokeClientToken(named name: String) async throws { _ = try note("revoke \(name)") }

  func isApplicationBound() async -> Bool { false }

  func bindApplication(unsupervised: Bool) async throws -> BindOutcome {
    _ = try note("bind" + (unsupervised ? " unsupervised" : ""))
    return .bound
  }

  func suspendForeignBinding() async throws -> String? { nil }

  func unbindApplication() async throws -> BindOutcome {
    _ = try note("unbind")
    return .restored
  }
}

extension ServiceRecord {
  /// A service that listens on two ports.
  static let fixed = ServiceRecord(
    process: ProcessIdentity(pid: 4_242, startTicks: 1), version: "1.0.0", program: "/usr/bin/swop",
    ports: ServicePorts(provider: 4_711, backend: 4_712), keeper: .background, startedAt: .fixed)
}

extension ProxyReport {
  /// A proxy that moved one request.
  static var running: ProxyReport {
    let text = """
      {"schema_version":1,"running":true,"pid":4242,"url":"http://127.0.0.1:4711",\
      "started_at":"2026-11-20T14:32:07Z","requests":12,"moved":1,"failed":0,"active_streams":2,\
      "accounts":[{"label":"work-1","active_streams":0,"requests":3,"moved_from":1,"moved_to":0,\
      "cooling_until":"2026-11-20T16:50:07Z"},{"label":"work-2","active_streams":2,"requests":9,\
      "moved_from":0,"moved_to":1,"cooling_until":null}]}
      """
    return ProxyReport(Data(text.utf8))?.kept(by: .background) ?? .stopped(because: nil)
  }
}
