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
