import Synchronization

/// Messages on their way to the loop, from any thread, in the order they came.
package final class Mailbox<Message: Sendable>: Sendable {
  private struct Content {
    var messages: [Message] = []
    var waker: (@Sendable () -> Void)?
  }

  private let content = Mutex(Content())

  /// An empty mailbox.
  package init() {}

  /// Leaves a message and wakes the loop.
  package func post(_ message: Message) {
    let waker = content.withLock { content in
      content.messages.append(message)
      return content.waker
    }
    waker?()
  }

  /// Takes everything out.
  package func drain() -> [Message] {
    content.withLock { content in
      defer { content.messages = [] }
      return content.messages
    }
  }

  /// Whether no message waits here.
  package var isEmpty: Bool { content.withLock { $0.messages.isEmpty } }

  /// Sets what wakes the loop.
  package func setWaker(_ waker: @escaping @Sendable () -> Void) {
    content.withLock { $0.waker = waker }
  }
}
