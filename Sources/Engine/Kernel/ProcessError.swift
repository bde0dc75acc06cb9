/// A child that could not be started or talked to.
package enum ProcessError: EngineError, Hashable {
  /// The system could not start it.
  case notStarted(executable: FilePath, reason: String)
  /// It did not end in time and was ended.
  case timedOut(executable: FilePath, seconds: Double)
  /// It closed its side of a conversation.
  case closed(executable: FilePath)

  package var code: String {
    switch self {
    case .notStarted: "process_not_started"
    case .timedOut: "process_timed_out"
    case .closed: "process_closed"
    }
  }

  package var message: String {
    switch self {
    case .notStarted(let executable, let reason): "Cannot start \(executable): \(reason)."
    case .timedOut(let executable, let seconds):
      "\(executable) did not finish within \(Int(seconds)) s and was ended."
    case .closed(let executable): "\(executable) ended in the middle of a conversation."
    }
  }
}
