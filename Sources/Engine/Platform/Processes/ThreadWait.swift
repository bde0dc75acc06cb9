import Dispatch
import Synchronization

/// Lets a thread that is not of the cooperative pool wait for something that runs there.
package enum ThreadWait {
  private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isFilled = DispatchSemaphore(value: 0)
  }

  /// Runs `operation` in the pool and blocks this thread until it has ended.
  ///
  /// Never call it from the pool: it would wait for itself.
  package static func value<Value: Sendable>(
    of operation: @escaping @Sendable () async -> Value
  ) -> Value {
    let slot = Slot<Value>()
    Task(name: "waited for by a thread") {
      let value = await operation()
      slot.value.withLock { $0 = value }
      slot.isFilled.signal()
    }
    while true {
      slot.isFilled.wait()
      if let value = slot.value.withLock(\.self) { return value }
    }
  }

  /// Runs `body` on a thread of its own, and waits for its end without blocking this one.
  ///
  /// - Returns: What it returned; nil if the system had no thread to give.
  package static func onOwnThread<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) async -> Value? {
    await withCheckedContinuation { continuation in
      let hasStarted = SystemThread.start { continuation.resume(returning: body()) }
      if !hasStarted { continuation.resume(returning: nil) }
    }
  }
}
