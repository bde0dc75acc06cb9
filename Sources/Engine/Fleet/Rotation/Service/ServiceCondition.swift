/// What the user's systemd says about the service. Pure.
package struct ServiceCondition: Hashable, Sendable {
  /// Whether systemd starts it no more: it ended too often.
  package let isGivenUp: Bool
  /// Whether it has ended and systemd is about to start it anew.
  package let isComing: Bool
  /// How often systemd has started it anew since it was asked to.
  package let restarts: Int
  /// Whether its program could not be started, when it ended last.
  package let isProgramUnusable: Bool

  /// The properties that are asked for.
  static let properties = "ActiveState,SubState,NRestarts,ExecMainCode,ExecMainStatus"

  /// Reads what `systemctl show` printed.
  package init(_ text: String) {
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    isGivenUp = values["ActiveState"] == "failed"
    isComing = values["SubState"] == "auto-restart"
    restarts = values["NRestarts"].flatMap { Int($0) } ?? 0
    // systemd.exec(5): the child ends with 203 if it cannot become the program, code 1 being an exit.
    isProgramUnusable = values["ExecMainCode"] == "1" && values["ExecMainStatus"] == "203"
  }

  /// Whether a service that was just started ended at once.
  var didNotLast: Bool { isGivenUp || isComing || restarts > 0 }

  /// Why nothing runs.
  ///
  /// - Parameter lastWords: why the service itself ended, nil if it did not say.
  /// - Returns: One clause.
  package func reason(_ lastWords: String?) -> String {
    let why = isProgramUnusable ? "its program is not there or cannot be started" : lastWords
    let suffix = why.map { "; \($0)" } ?? ""
    if isGivenUp { return "systemd gave up after \(restarts) restarts\(suffix)" }
    if isComing { return "systemd is about to start it anew\(suffix)" }
    return "systemd starts it at your next sign-in"
  }
}
