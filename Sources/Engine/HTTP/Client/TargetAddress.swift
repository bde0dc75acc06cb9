/// What a URL says about the server it names.
struct TargetAddress: Hashable, Sendable {
  /// Whether the connection is encrypted.
  let isSecure: Bool
  /// The host, without brackets, user or port.
  let host: String
  /// Scheme, host and port: what connections are shared by.
  let origin: String

  /// Host and port as the URL has them: the value of `Host`.
  let authority: String
  /// Path and query as the URL has them.
  let path: String

  /// Reads an absolute http or https URL, nil for anything else.
  init?(url: String) {
    // By bytes: this runs for every request of the proxy.
    let bytes = Array(url.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = Self.text(bytes[..<colon]).lowercased()
    guard scheme == "http" || scheme == "https", bytes[colon...].starts(with: "://".utf8) else {
      return nil
    }
    let rest = bytes[(colon + 3)...]
    let authority = rest.prefix { !Self.endsAuthority($0) }
    let server = authority[
      (authority.lastIndex(of: UInt8(ascii: "@")) ?? colon + 2).advanced(by: 1)...]
    let host =
      server.first == UInt8(ascii: "[")
      ? server.dropFirst().prefix { $0 != UInt8(ascii: "]") }
      : server.prefix { $0 != UInt8(ascii: ":") }
    guard !host.isEmpty else { return nil }
    isSecure = scheme == "https"
    self.authority = Self.text(server)
    let tail = Self.text(rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") })
    path = tail.hasPrefix("/") ? tail : "/" + tail
    self.host = Self.text(host).lowercased()
    origin = scheme + "://" + self.authority.lowercased()
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"): true
    default: false
    }
  }

  /// Whether the host is this machine, which no proxy can reach for us.
  var isLoopback: Bool {
    let isNumeric = host.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
    }
    return host == "localhost" || host == "::1" || isNumeric && host.hasPrefix("127.")
  }
}
