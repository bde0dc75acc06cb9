package import EngineCore

/// The rotation proxy as its panel and the status line show it.
package struct ProxyPanel: Hashable, Sendable {
  /// One account's part.
  package struct Share: Hashable, Sendable {
    /// The account's label.
    package var label: String
    /// Answers that stream now.
    package var activeStreams: Int
    /// Requests so far.
    package var requests: Int
    /// Requests that moved away from it.
    package var movedFrom: Int
    /// Requests that moved to it.
    package var movedTo: Int
    /// Until when it takes no new ones.
    package var coolingUntil: Date?

    /// A share of its parts.
    package init(
      label: String, activeStreams: Int = 0, requests: Int = 0, movedFrom: Int = 0,
      movedTo: Int = 0, coolingUntil: Date? = nil
    ) {
      self.label = label
      self.activeStreams = activeStreams
      self.requests = requests
      self.movedFrom = movedFrom
      self.movedTo = movedTo
      self.coolingUntil = coolingUntil
    }
  }

  /// What a running proxy tells.
  package struct Service: Hashable, Sendable {
    /// Its process.
    package var pid: Int32
    /// Its address.
    package var url: String
    /// Since when it runs.
    package var startedAt: Date
    /// Requests so far.
    package var requests: Int
    /// Requests that moved to another account.
    package var moved: Int
    /// Requests that failed.
    package var failed: Int
    /// Answers that stream now.
    package var activeStreams: Int
    /// The accounts' parts.
    package var shares: [Share]

    /// A proxy of its parts.
    package init(
      pid: Int32, url: String, startedAt: Date, requests: Int = 0, moved: Int = 0,
      failed: Int = 0, activeStreams: Int = 0, shares: [Share] = []
    ) {
      self.pid = pid
      self.url = url
      self.startedAt = startedAt
      self.requests = requests
      self.moved = moved
      self.failed = failed
      self.activeStreams = activeStreams
      self.shares = shares
    }
  }

  /// The running proxy, nil if none runs.
  package var service: Service?
  /// Why none runs, one clause of the machine's service manager; nil if it says nothing.
  package var absence: String?
  /// Whether `swop codex` goes through it by default.
  package var isRotationOn = false
  /// The last moves and failures, newest last.
  package var moves: [EngineEvent] = []
  /// Why nothing is known, nil if something is.
  package var fault: ErrorReport?

  /// A proxy that does not run.
  package init() {}
}
