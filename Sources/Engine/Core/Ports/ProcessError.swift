/// A child that could not be started or talked to.
package enum ProcessError: EngineError, Hashable {
  /// The system could not start it.
  case notStarted(executable: FilePath, reason: String)
  /// It did not end in time and was ended.
  case timedOut(executable: FilePath, seconds: Double)
  /// It closed its side of a conversation.
  case closed(executable: FilePath)
  /// It printed more than is kept, in all or in one line, and was ended.
  case tooMuchOutput(executable: FilePath, bytes: Int)
  /// The task that waited for it was cancelled; the child was ended.
  case cancelled

  package var code: String {
    switch self {
    case .notStarted: "process_not_started"
    case .timedOut: "process_timed_out"
    case .closed: "process_closed"
    case .tooMuchOutput: "process_output_too_long"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .notStarted(let executable, let reason): "Cannot start \(executable): \(reason)."
    case .timedOut(let executable, let seconds):
      "\(executable) did not finish within \(Int(seconds)) s and was ended."
    case .closed(let executable): "\(executable) ended in the middle of a conversation."
    case .tooMuchOutput(let executable, let bytes):
      "\(executable) printed more than \(bytes) bytes and was ended."
    case .cancelled: "Waiting for a program was cancelled."
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .cancelled: .interrupted
    case .notStarted, .timedOut, .closed, .tooMuchOutput: .failed
    }
  }
}
