#if canImport(Glibc)
  import Glibc
#else
  import Darwin
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

  /// Waits until something of interest can be done, somebody wakes, or the time has come.
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
