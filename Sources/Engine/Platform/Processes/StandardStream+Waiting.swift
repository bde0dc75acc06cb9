import Synchronization

extension StandardStream {
  /// The next line, read on a thread of its own: a person may take minutes, and the wait can be cancelled.
  /// A cancelled wait leaves its thread behind, which takes the line that comes next.
  ///
  /// - Parameter limit: how many bytes of it are kept.
  /// - Returns: The line; nil at the end of the input, and when the task is cancelled.
  package func nextLine(limit: Int) async -> String? {
    let answer = Answer()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.wait(continuation)
        if Task.isCancelled { answer.give(nil) }
        let hasStarted = SystemThread.start { answer.give(readLine(limit: limit)) }
        if !hasStarted { answer.give(nil) }
      }
    } onCancel: {
      answer.give(nil)
    }
  }

  /// Resumes once; the first caller wins.
  private final class Answer: Sendable {
    private let waiting = Mutex<CheckedContinuation<String?, Never>?>(nil)

    func wait(_ continuation: CheckedContinuation<String?, Never>) {
      waiting.withLock { $0 = continuation }
    }

    func give(_ line: String?) {
      let continuation = waiting.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      continuation?.resume(returning: line)
    }
  }
}
