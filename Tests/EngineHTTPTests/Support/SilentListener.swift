import CSystem

@testable import EngineHTTP

/// Listens, but nobody accepts: connections stand and nothing is ever answered.
actor SilentListener {
  nonisolated let address: ServerAddress
  private let descriptor: Int32

  init() throws {
    descriptor = csystem_listen_tcp("127.0.0.1", 0, 16)
    guard descriptor >= 0 else { throw HTTPServerError.stopped }
    address = .loopback(port: UInt16(clamping: csystem_local_port(descriptor)))
  }

  func close() {
    csystem_close_socket(descriptor, 0)
  }
}
