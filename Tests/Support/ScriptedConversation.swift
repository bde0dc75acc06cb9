package import EngineCore
import Synchronization

/// The other side of a conversation of lines, played by a script.
package final class ScriptedConversation: ConversingProcess {
  private struct State {
    var written: [String] = []
    var lines: [String] = []
    var reader: CheckedContinuation<String?, Never>?
    var hasEnded = false
    var finishes = 0
  }

  package let identity = ProcessIdentity(pid: 6_000, startTicks: 1)

  private let state = Mutex(State())
  private let answer: @Sendable (String) -> [String]

  /// Answers each line it is told with the lines that `answer` gives.
  package init(_ answer: @escaping @Sendable (String) -> [String] = { _ in [] }) {
    self.answer = answer
  }

  /// What it was told, in order.
  package var written: [String] { state.withLock { $0.written } }

  /// How often it was asked to finish.
  package var finishes: Int { state.withLock { $0.finishes } }

  /// Says a line by itself.
  package func say(_ line: String) {
    let reader = state.withLock { state -> CheckedContinuation<String?, Never>? in
      guard let reader = state.reader else {
        state.lines.append(line)
        return nil
      }
      state.reader = nil
      return reader
    }
    reader?.resume(returning: line)
  }

  /// Ends, as a child does that exits.
  package func end() {
    let reader = state.withLock { state in
      state.hasEnded = true
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: nil)
  }

  package func write(line: String) async throws(ProcessError) {
    let isOpen = state.withLock { state in
      if !state.hasEnded { state.written.append(line) }
      return !state.hasEnded
    }
    guard isOpen else { throw .closed(executable: "codex") }
    for line in answer(line) { say(line) }
  }

  package func readLine() async throws(ProcessError) -> String? {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state -> String?? in
        if !state.lines.isEmpty { return .some(state.lines.removeFirst()) }
        if state.hasEnded { return .some(nil) }
        state.reader = continuation
        return nil
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }

  package func finish(grace: Duration) async {
    state.withLock { $0.finishes += 1 }
    end()
  }
}
