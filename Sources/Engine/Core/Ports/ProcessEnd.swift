/// How a process ended.
package enum ProcessEnd: Hashable, Sendable, Codable {
  /// By itself, with a status of 0 to 255.
  case exited(Int32)
  /// By a signal.
  case signalled(Int32)

  /// The status a shell would report: the status itself, or 128 + the signal.
  package var status: Int32 {
    switch self {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal
    }
  }
}
