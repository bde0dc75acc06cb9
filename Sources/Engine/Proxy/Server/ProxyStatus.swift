import EngineCore

/// What a proxy did so far and does now: one value, taken at one moment.
package struct ProxyStatus: Hashable, Sendable {
  /// One account's share.
  package struct Account: Hashable, Sendable {
    /// The account.
    let id: AccountID
    /// Its label.
    var label: String
    /// Answers and WebSockets that are open on it.
    var activeStreams = 0
    /// Tries that were sent to it.
    var requests = 0
    /// Requests that left it.
    var movedFrom = 0
    /// Requests that came to it.
    var movedTo = 0
    /// Until when it rests after an error that passes, nil if it does not.
    var coolingUntil: Date?

    /// An account that did nothing yet.
    init(id: AccountID, label: String) {
      self.id = id
      self.label = label
    }
  }

  /// Whether it takes requests.
  var isRunning: Bool
  /// The process, nil if unknown.
  var process: Int32?
  /// Where it listens, nil while it does not.
  var addresses: ProxyAddresses?
  /// When it began to listen.
  var startedAt: Date?
  /// Requests of known clients for the backend.
  var requests = 0
  /// Requests and conversations that moved.
  var moved = 0
  /// Requests that no account could serve.
  var failed = 0
  /// Answers and WebSockets that are open.
  var activeStreams = 0
  /// Requests that wait for an account.
  var waiting = 0
  /// Every account of the pool, by label.
  var accounts: [Account] = []

  /// A proxy that does not run.
  init(isRunning: Bool = false, process: Int32? = nil) {
    self.isRunning = isRunning
    self.process = process
  }

  /// The members of `swop proxy status --json`; no e-mail, no token.
  var json: JSONValue {
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

/// The proxy's counters in the text form of Prometheus.
enum ProxyMetrics {
  /// The counters of a proxy; accounts go by their labels.
  static func text(of status: ProxyStatus) -> String {
    let whole = [
      family("requests_total", "counter", "Requests of clients for the backend.", status.requests),
      family("moves_total", "counter", "Requests that moved to another account.", status.moved),
      family("failures_total", "counter", "Requests that no account served.", status.failed),
      family("active_streams", "gauge", "Answers that are open.", status.activeStreams),
      family("waiting_requests", "gauge", "Requests that wait for an account.", status.waiting),
    ]
    let accounts = [
      family("account_requests_total", "counter", "Tries sent to an account.", status) {
        $0.requests
      },
      family("account_moved_from_total", "counter", "Requests that left an account.", status) {
        $0.movedFrom
      },
      family("account_moved_to_total", "counter", "Requests that came to an account.", status) {
        $0.movedTo
      },
      family("account_active_streams", "gauge", "Answers open on an account.", status) {
        $0.activeStreams
      },
    ]
    return (whole + accounts).joined()
  }

  private static func family(
    _ name: String, _ type: String, _ description: String, _ value: Int
  ) -> String {
    head(name, type, description) + "swop_proxy_\(name) \(value)\n"
  }

  private static func family(
    _ name: String, _ type: String, _ description: String, _ status: ProxyStatus,
    _ value: (ProxyStatus.Account) -> Int
  ) -> String {
    let lines = status.accounts.map {
      "swop_proxy_\(name){account=\"\(escaped($0.label))\"} \(value($0))\n"
    }
    return head(name, type, description) + lines.joined()
  }

  private static func head(_ name: String, _ type: String, _ description: String) -> String {
    "# HELP swop_proxy_\(name) \(description)\n# TYPE swop_proxy_\(name) \(type)\n"
  }

  private static func escaped(_ label: String) -> String {
    label.map { character in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: String(character)
      }
    }.joined()
  }
}
