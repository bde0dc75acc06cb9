package import EngineCore

/// Where a server listens, or shall listen.
package enum ServerAddress: Hashable, Sendable {
  /// A loopback address of this machine and a port; port 0 lets the system choose.
  case loopback(host: String = "127.0.0.1", port: UInt16 = 0)
  /// A unix socket, which only its owner may use.
  case unixSocket(FilePath)

  /// The port, nil for a unix socket.
  package var port: UInt16? {
    switch self {
    case .loopback(_, let port): port
    case .unixSocket: nil
    }
  }

  /// The address as the beginning of a URL, such as `http://127.0.0.1:8080`.
  package var origin: String {
    switch self {
    case .loopback(let host, let port): "http://" + Self.name(host, port)
    case .unixSocket: "http://localhost"
    }
  }

  /// The address for people.
  package var name: String {
    switch self {
    case .loopback(let host, let port): Self.name(host, port)
    case .unixSocket(let path): path.text
    }
  }

  private static func name(_ host: String, _ port: UInt16) -> String {
    (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
  }
}
