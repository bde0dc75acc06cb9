import CSystem
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Threads for calls that wait in the system, so that the cooperative pool never does.
enum SystemThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Runs `body` on a thread of its own, with every signal blocked: a broken pipe is an error number
  /// there, and handlers run elsewhere.
  ///
  /// - Returns: Whether the system had a thread to give.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(Body(body))
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let failure = pthread_create(
      &thread, &attributes,
      { (raw: UnsafeMutableRawPointer?) in
        swop_block_signals()
        if let raw { Unmanaged<Body>.fromOpaque(raw).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    if failure != 0 { box.release() }
    return failure == 0
  }
}

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
