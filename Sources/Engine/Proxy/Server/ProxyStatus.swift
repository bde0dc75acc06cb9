package import EngineCore

/// What a proxy did so far and does now: one value, taken at one moment.
package struct ProxyStatus: Hashable, Sendable {
  /// One account's share.
  package struct Account: Hashable, Sendable {
    /// The account.
    package let id: AccountID
    /// Its label.
    package internal(set) var label: String
    /// Answers and WebSockets that are open on it.
    package var activeStreams = 0
    /// Tries that were sent to it.
    package var requests = 0
    /// Requests that left it.
    package var movedFrom = 0
    /// Requests that came to it.
    package var movedTo = 0
    /// Until when it rests after an error that passes, nil if it does not.
    package var coolingUntil: Date?

    /// An account that did nothing yet.
    package init(id: AccountID, label: String) {
      self.id = id
      self.label = label
    }
  }

  /// Whether it takes requests.
  package var isRunning: Bool
  /// The process, nil if unknown.
  package var process: Int32?
  /// Where it listens, nil while it does not.
  package var addresses: ProxyAddresses?
  /// When it began to listen.
  package var startedAt: Date?
  /// Requests of known clients for the backend.
  package var requests = 0
  /// Requests and conversations that moved.
  package var moved = 0
  /// Requests that no account could serve.
  package var failed = 0
  /// Answers and WebSockets that are open.
  package var activeStreams = 0
  /// Requests that wait for an account.
  package var waiting = 0
  /// Every account of the pool, by label.
  package var accounts: [Account] = []

  /// A proxy that does not run.
  package init(isRunning: Bool = false, process: Int32? = nil) {
    self.isRunning = isRunning
    self.process = process
  }

  /// The members of `swop proxy status --json`; no e-mail, no token.
  package var json: JSONValue {
    [
      "schema_version": 1, "running": .bool(isRunning),
      "pid": process.map { .number("\($0)") } ?? .null,
      "url": addresses.map { .string($0.url) } ?? .null, "started_at": Self.stamp(startedAt),
      "requests": .number("\(requests)"), "moved": .number("\(moved)"),
      "failed": .number("\(failed)"), "active_streams": .number("\(activeStreams)"),
      "accounts": .array(accounts.map(Self.json)),
    ]
  }

  private static func json(_ account: Account) -> JSONValue {
    [
      "label": .string(account.label), "active_streams": .number("\(account.activeStreams)"),
      "requests": .number("\(account.requests)"), "moved_from": .number("\(account.movedFrom)"),
      "moved_to": .number("\(account.movedTo)"), "cooling_until": stamp(account.coolingUntil),
    ]
  }

  private static func stamp(_ date: Date?) -> JSONValue {
    date.map { .string(ClockText.stamp($0)) } ?? .null
  }
}
