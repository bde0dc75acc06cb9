import CLI
import Engine
import EngineCore
import EngineProxyPolicy

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
