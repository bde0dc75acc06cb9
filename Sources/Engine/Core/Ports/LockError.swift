/// A cross-process lock could not be had.
package enum LockError: EngineError, Hashable {
  /// Another process holds it and did not let go in time.
  case busy(name: LockName, holder: LockHolder)
  /// The lock file cannot be used.
  case unusable(FileError)
  /// The waiting task was cancelled.
  case cancelled

  package var code: String {
    switch self {
    case .busy: "busy"
    case .unusable: "lock_unusable"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .busy(_, let holder): holder.sentence
    case .unusable(let error): error.message
    case .cancelled: "Waiting for another swop was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .busy(_, let holder): holder.remedy
    case .unusable(let error): error.remedy
    case .cancelled: nil
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .busy: .busy
    case .unusable: .failed
    case .cancelled: .interrupted
    }
  }
}
