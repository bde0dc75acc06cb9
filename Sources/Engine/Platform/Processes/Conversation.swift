import EngineCore
import Synchronization

/// A child that is talked to line by line. A thread moves the bytes; callers only touch the shared state.
/// Letting go of the value ends the child.
final class Conversation: ConversingProcess {
  private let shared: ConversationThread

  /// Starts the child and its thread.
  ///
  /// - Throws: `ProcessError.notStarted`.
  init(_ command: ProcessCommand, limits: ProcessLimits) throws(ProcessError) {
    shared = try ConversationThread(command, limits: limits)
  }

  var identity: ProcessIdentity { shared.identity }

  deinit { shared.finish(within: .zero) }

  func write(line: String) async throws(ProcessError) {
    let id = shared.state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { shared.enqueue(Array(line.utf8) + [10], id: id, writer: $0) }
    } onCancel: {
      shared.forgetWriter(id)
    }
    try result.get()
  }

  func readLine() async throws(ProcessError) -> String? {
    let id = shared.state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { shared.enqueueReader($0, id: id) }
    } onCancel: {
      shared.forgetReader(id)
    }
    return try result.get()
  }

  func finish(grace: Duration) async {
    shared.finish(within: grace)
    await withCheckedContinuation { continuation in
      let isOver = shared.state.withLock { state in
        if !state.isOver { state.finishers.append(continuation) }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }
}
