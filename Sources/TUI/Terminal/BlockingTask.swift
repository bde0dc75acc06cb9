import Dispatch

/// Waits on this thread for a task that runs on others. Only for the thread that owns the terminal, which
/// has nothing else to do while somebody else has the screen.
enum BlockingTask {
  /// Runs `body` and returns when it has ended.
  static func run(_ body: @escaping @Sendable () async -> Void) {
    let end = DispatchSemaphore(value: 0)
    Task.detached(name: "borrowed screen") {
      await body()
      end.signal()
    }
    end.wait()
  }
}
