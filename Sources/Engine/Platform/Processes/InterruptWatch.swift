import CSystem
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits for Ctrl-C and for the wish of others that this process ends (TERM, HUP), so that a command can
/// put things right first. One watch at a time in a process: signals belong to the process.
package final class InterruptWatch: Sendable {
  private struct State {
    var signal: Int32?
    var waiter: CheckedContinuation<Int32?, Never>?
    var isOver = false
  }

  private let state = Mutex(State())
  // Proof: Dispatch objects may be used from any thread; the library only does not say so in Swift.
  private nonisolated(unsafe) let source: any DispatchSourceRead
  private let ends: (reading: Int32, writing: Int32)

  /// Starts watching; nil if the process has no file descriptors left.
  package init?() {
    var numbers: [Int32] = [0, 0]
    guard pipe(&numbers) == 0 else { return nil }
    for number in numbers {
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      _ = fcntl(number, F_SETFL, O_NONBLOCK)
    }
    let reading = numbers[0]
    ends = (reading, numbers[1])
    source = DispatchSource.makeReadSource(fileDescriptor: reading, queue: .global())
    source.setEventHandler { [weak self] in
      var byte: UInt8 = 0
      guard read(reading, &byte, 1) == 1 else { return }
      self?.arrived(Int32(byte))
    }
    source.setCancelHandler { _ = close(reading) }
    source.activate()
    swop_watch_interrupts(numbers[1])
  }

  deinit { stop() }

  /// Puts the signals back as they were. Twice is once.
  package func stop() {
    let wasOver = state.withLock { state in
      defer { state.isOver = true }
      return state.isOver
    }
    guard !wasOver else { return }
    swop_unwatch_interrupts()
    _ = close(ends.writing)
    source.cancel()
  }

  /// The number of the signal that arrived first; nil when the task is cancelled before one does.
  package func next() async -> Int32? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known: Int32?? = state.withLock { state in
          if let signal = state.signal { return .some(signal) }
          if Task.isCancelled { return .some(nil) }
          state.waiter = continuation
          return nil
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      takeWaiter()?.resume(returning: nil)
    }
  }

  private func arrived(_ signal: Int32) {
    state.withLock { $0.signal = $0.signal ?? signal }
    takeWaiter()?.resume(returning: signal)
  }

  private func takeWaiter() -> CheckedContinuation<Int32?, Never>? {
    state.withLock { state in
      defer { state.waiter = nil }
      return state.waiter
    }
  }
}
