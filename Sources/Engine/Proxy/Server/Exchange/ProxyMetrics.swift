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
