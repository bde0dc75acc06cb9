/// A task that waits on a loop.
enum LoopWait {
  /// It has its ticket and is about to suspend.
  case beginning
  /// It is suspended; the timer limits how long.
  case suspended(CheckedContinuation<WakeReason, Never>, LoopTimer?)
  /// It was woken before it suspended.
  case woken(WakeReason)
  /// It goes on.
  case over
}
