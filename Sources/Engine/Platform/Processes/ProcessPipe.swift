import CSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One end of a pipe. It never waits once `makeNonblocking` was called, is never inherited by accident,
/// and closes when it goes.
final class PipeEnd: Sendable {
  /// What a read gave.
  enum Reading {
    case bytes([UInt8])
    case nothingYet
    case ended
  }

  /// What a write did.
  enum Writing {
    case written(Int)
    case full
    case broken
  }

  private let stored: Atomic<Int32>

  /// Takes over an open descriptor.
  init(_ number: Int32) {
    stored = Atomic(number)
  }

  deinit { close() }

  /// The descriptor, -1 once it is closed.
  var number: Int32 { stored.load(ordering: .acquiring) }

  /// Whether it is open.
  var isOpen: Bool { number >= 0 }

  /// Closes it; twice is once.
  func close() {
    let number = stored.exchange(-1, ordering: .acquiringAndReleasing)
    if number >= 0 { _ = systemClose(number) }
  }

  /// Makes reads and writes return at once.
  func makeNonblocking() {
    swop_set_nonblocking(number)
  }

  /// Reads what is there, `limit` bytes at most.
  func read(limit: Int) -> Reading {
    guard isOpen else { return .ended }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
      repeat {
        count = systemRead(number, buffer.baseAddress, limit)
      } while count < 0
        && errno == EINTR
      used = max(0, count)
    }
    if count > 0 { return .bytes(bytes) }
    return count < 0 && errno == EAGAIN ? .nothingYet : .ended
  }

  /// Writes as much as fits now.
  func write(_ bytes: ArraySlice<UInt8>) -> Writing {
    guard isOpen else { return .broken }
    var count = 0
    bytes.withUnsafeBytes { buffer in
      repeat {
        count = systemWrite(number, buffer.baseAddress, buffer.count)
      } while count < 0
        && errno == EINTR
    }
    if count >= 0 { return .written(count) }
    return errno == EAGAIN ? .full : .broken
  }
}

/// A pipe, both ends close-on-exec.
struct ProcessPipe {
  let reading: PipeEnd
  let writing: PipeEnd

  /// A new pipe, nil if the system has no descriptors left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard swop_pipe(&ends) == 0 else { return nil }
    reading = PipeEnd(ends[0])
    writing = PipeEnd(ends[1])
  }
}

#if canImport(Glibc)
  private func systemClose(_ number: Int32) -> Int32 { Glibc.close(number) }
  private func systemRead(_ number: Int32, _ to: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    Glibc.read(number, to, count)
  }
  private func systemWrite(_ number: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
    Glibc.write(number, from, count)
  }
#else
  private func systemClose(_ number: Int32) -> Int32 { Darwin.close(number) }
  private func systemRead(_ number: Int32, _ to: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    Darwin.read(number, to, count)
  }
  private func systemWrite(_ number: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
    Darwin.write(number, from, count)
  }
#endif

/// Wakes a thread that waits for descriptors, from any other thread.
final class ProcessWaker: Sendable {
  /// What to wait for.
  struct Interest {
    let end: PipeEnd
    let toWrite: Bool
  }

  private let pipe: ProcessPipe

  /// A waker, nil if the system has no descriptors left.
  init?() {
    guard let pipe = ProcessPipe() else { return nil }
    pipe.reading.makeNonblocking()
    pipe.writing.makeNonblocking()
    self.pipe = pipe
  }

  /// Ends the current wait, or the next one.
  func wake() {
    // A full pipe wakes as well as one more byte would.
    _ = pipe.writing.write([1])
  }

  /// Waits until something of interest can be done, someone wakes, or the time has come.
  func wait(for interests: [Interest], until deadline: ContinuousClock.Instant?) {
    var entries = [pollfd(fd: pipe.reading.number, events: Int16(POLLIN), revents: 0)]
    for interest in interests where interest.end.isOpen {
      let events = Int16(interest.toWrite ? POLLOUT : POLLIN)
      entries.append(pollfd(fd: interest.end.number, events: events, revents: 0))
    }
    // Interruption needs no care: every caller looks at everything after a wait.
    _ = poll(&entries, nfds_t(entries.count), Self.milliseconds(until: deadline))
    while case .bytes = pipe.reading.read(limit: 256) {}
  }

  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = ContinuousClock.now.duration(to: deadline)
    guard left > .zero else { return 0 }
    // Rounded up: a wait that ends early would spin.
    let seconds = min(left.components.seconds, 1_000_000)
    return Int32(seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000) + 1
  }
}
