/// What other threads leave for a loop.
struct LoopInbox {
  /// Jobs and actions, in the order they came.
  var work: [LoopWork] = []
  /// Whether the thread runs.
  var isRunning = false
  /// Whether the thread waits, or is about to, and must be woken for new work.
  var isWaiting = false
}
