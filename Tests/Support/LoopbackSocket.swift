import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Plain connections to ports of this machine, for what no HTTP client would say.
package enum LoopbackSocket {
  /// Connects to a port of 127.0.0.1.
  ///
  /// - Returns: The descriptor, which the caller closes; nil when no one listens.
  package static func connect(port: UInt16) -> Int32? {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        systemConnect(descriptor, $0, size)
      }
    }
    guard result == 0 else {
      _ = close(descriptor)
      return nil
    }
    return descriptor
  }
}

private func systemConnect(
  _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
) -> Int32 {
  connect(descriptor, address, size)
}
