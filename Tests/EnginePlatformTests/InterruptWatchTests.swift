import EngineCore
import EnginePlatform
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Signals and the shield belong to the whole process, so each test that uses them has one of its own.
@Suite("InterruptWatch", .timeLimit(.minutes(1)))
struct InterruptWatchTests {
  @Test("tells which wish to end came first, and puts the signals back")
  func first() async {
    await #expect(processExitsWith: .success) {
      let before = Self.handler(of: SIGHUP)
      let watch = try #require(InterruptWatch())
      #expect(Self.handler(of: SIGHUP) != before)

      async let signal = watch.next()
      #expect(kill(getpid(), SIGHUP) == 0)

      #expect(await signal == SIGHUP)
      #expect(await watch.next() == SIGHUP)
      watch.stop()
      watch.stop()
      #expect(Self.handler(of: SIGHUP) == before)
    }
  }

  @Test("anyone who stops waiting hears nothing")
  func cancelled() async {
    await #expect(processExitsWith: .success) {
      let watch = try #require(InterruptWatch())
      let task = Task { await watch.next() }

      task.cancel()

      #expect(await task.value == nil)
      watch.stop()
    }
  }

  @Test(
    "behind the shield a signal waits, and reaches anyone who listens when the last one lowers it")
  func shielded() async {
    await #expect(processExitsWith: .success) {
      let shield = PosixShield()
      shield.raise()
      shield.raise()
      #expect(kill(getpid(), SIGHUP) == 0)
      let watch = try #require(InterruptWatch())
      shield.lower()
      async let signal = watch.next()

      shield.lower()

      #expect(await signal == SIGHUP)
      watch.stop()
      // What the watch put back is the shield's handler; this takes it away.
      shield.raise()
      shield.lower()
      #expect(Self.handler(of: SIGHUP) == 0)
    }
  }

  private static func handler(of signal: Int32) -> UInt {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return .max }
    return withUnsafeBytes(of: &action) { $0.loadUnaligned(as: UInt.self) }
  }
}
