import EngineKernel

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
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      _ = Self.end(descriptor)
      return nil
    }
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
  func close() { _ = Self.end(descriptor) }

  private static func end(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #else
      Darwin.close(descriptor)
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
