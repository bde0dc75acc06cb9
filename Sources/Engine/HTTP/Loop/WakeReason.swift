/// Why a task that was suspended on the loop goes on.
enum WakeReason: Hashable, Sendable {
  /// What it waited for happened.
  case signalled
  /// Its task was cancelled.
  case cancelled
  /// Its time limit passed.
  case timedOut
}
