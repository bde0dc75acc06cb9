import EngineCore
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connection to a port of this machine that says whatever it likes.
struct RawPeer: Sendable {
  private let descriptor: Int32

  /// Connects; nil when nobody listens.
  init?(port: UInt16) {
    guard let descriptor = LoopbackSocket.connect(port: port) else { return nil }
    self.descriptor = descriptor
  }

  /// Sends a few bytes.
  func say(_ bytes: [UInt8]) { _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  /// Whether the other side answers or closes within ten seconds.
  func hears(_ time: any TimeSource) async -> Bool {
    for _ in 0..<1_000 {
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if systemPoll(&poll) { return true }
      try? await time.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// Closes.
  func close() {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  private func systemPoll(_ poll: inout pollfd) -> Bool {
    #if canImport(Glibc)
      Glibc.poll(&poll, 1, 0) == 1
    #else
      Darwin.poll(&poll, 1, 0) == 1
    #endif
  }
}
