import Engine
import EngineCore
import TUI

/// The proxy's own report as the dashboard's panel shows it.
enum LiveProxy {
  /// What the service says now; where it cannot be asked, why.
  static func panel(_ fleet: Fleet, settings: Settings) async -> ProxyPanel {
    var panel = ProxyPanel()
    panel.isRotationOn = settings.rotation
    do {
      let report = try await fleet.proxyReport().value
      panel.service = service(report)
      panel.absence = report["detail"]?.text.map(PrintableText.sanitized)
    } catch {
      panel.fault = (error as? any EngineError)?.report
    }
    return panel
  }

  private static func service(_ report: JSONValue) -> ProxyPanel.Service? {
    guard report["running"]?.boolean == true, let url = report["url"]?.text else { return nil }
    return ProxyPanel.Service(
      pid: Int32(truncatingIfNeeded: number(report["pid"])), url: PrintableText.sanitized(url),
      startedAt: moment(report["started_at"]) ?? .distantPast,
      requests: number(report["requests"]), moved: number(report["moved"]),
      failed: number(report["failed"]), activeStreams: number(report["active_streams"]),
      shares: (report["accounts"]?.elements ?? []).map(share))
  }

  private static func share(_ account: JSONValue) -> ProxyPanel.Share {
    ProxyPanel.Share(
      label: PrintableText.sanitized(account["label"]?.text ?? ""),
      activeStreams: number(account["active_streams"]), requests: number(account["requests"]),
      movedFrom: number(account["moved_from"]), movedTo: number(account["moved_to"]),
      coolingUntil: moment(account["cooling_until"]))
  }

  private static func number(_ value: JSONValue?) -> Int { value?.integer ?? 0 }

  private static func moment(_ value: JSONValue?) -> Date? {
    value?.text.flatMap { try? Date.ISO8601FormatStyle().parse($0) }
  }
}

/// The workspaces of this machine, or samples, as the dashboard's panel lists and handles them.
struct LiveWorkspaces: DashboardWorkspaces {
  /// Finds the engine again each time: one may be installed or started while the dashboard is open.
  let door: @Sendable () async throws -> any WorkspaceDoor

  func list() async throws -> [WorkspacePanel.Entry] {
    try await door().list().workspaces.map { workspace in
      WorkspacePanel.Entry(
        name: workspace.name, repository: workspace.repository,
        isRunning: workspace.state == .running, status: workspace.state.rawValue,
        account: workspace.account)
    }
  }

  func start(_ name: String) async throws { _ = try await door().start(name) }

  func stop(_ name: String) async throws { _ = try await door().stop(name) }

  func shell(_ name: String) async throws {
    _ = try await door().run(nil, in: name, hasTerminal: true)
  }
}

/// The plain screen under the dashboard.
struct LiveConsole: Console {
  let output: TextSink
  let input: TextSource

  func say(_ line: String) {
    // The terminal may still end lines as the screen before left it.
    output.write(line + "\r\n")
  }

  func waitForEnter() {
    _ = input.readLine()
  }
}

/// Keeps the engine of the settings that hold.
actor FleetKeeper {
  private let make: @Sendable () throws -> Fleet
  private var first: Fleet?

  /// A keeper; `make` makes the first engine.
  init(make: @escaping @Sendable () throws -> Fleet) {
    self.make = make
  }

  /// The engine of the settings that hold now. While the file is broken, the last good ones hold.
  ///
  /// - Throws: What reading the settings or opening the state throws, when there is no engine yet.
  func fleet() async throws -> Fleet {
    let first = try first ?? make()
    self.first = first
    return await first.current()
  }
}
