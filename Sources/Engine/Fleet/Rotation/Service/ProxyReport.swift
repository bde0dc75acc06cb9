package import EngineCore

/// What a proxy says about itself: the shape of `swop proxy status --json`.
package struct ProxyReport: Hashable, Sendable {
  /// Its answer, as it came.
  package let value: JSONValue

  /// Nothing runs, for a reason that is known to the service manager, or nil.
  package static func stopped(because reason: String?) -> ProxyReport {
    ProxyReport(value: [
      "schema_version": 1, "running": false, "pid": nil, "url": nil, "started_at": nil,
      "requests": 0, "moved": 0, "failed": 0, "active_streams": 0, "accounts": [], "keeper": nil,
      "detail": reason.map { .string($0) } ?? .null,
    ])
  }

  /// The report in an answer, nil if it is none.
  package init?(_ data: Data) {
    guard let value = try? JSONReader.value(in: Array(data)), value["running"]?.boolean != nil
    else { return nil }
    self.value = value
  }

  /// The report of a service that somebody looks after.
  package func kept(by keeper: ServiceKeeper) -> ProxyReport {
    var value = value
    value["keeper"] = .string(keeper.rawValue)
    value["detail"] = .null
    return ProxyReport(value: value)
  }

  private init(value: JSONValue) { self.value = value }

  /// Whether one runs.
  package var isRunning: Bool { value["running"]?.boolean ?? false }
}
