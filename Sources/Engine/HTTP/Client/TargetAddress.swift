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
    guard let colon = url.firstIndex(of: ":") else { return nil }
    let scheme = url[..<colon].lowercased()
    let rest = url[colon...]
    guard ["http", "https"].contains(scheme), rest.hasPrefix("://") else { return nil }
    let authority = rest.dropFirst(3).prefix { !"/?#\\".contains($0) }
    let server = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let host =
      server.hasPrefix("[")
      ? server.dropFirst().prefix { $0 != "]" } : server.prefix { $0 != ":" }
    guard !host.isEmpty else { return nil }
    isSecure = scheme == "https"
    self.authority = String(server)
    let tail = rest.dropFirst(3 + authority.count).prefix { $0 != "#" }
    path = tail.hasPrefix("/") ? String(tail) : "/" + tail
    self.host = host.lowercased()
    origin = scheme + "://" + server.lowercased()
  }

  /// Whether the host is this machine, which no proxy can reach for us.
  var isLoopback: Bool {
    let isNumeric = host.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
    return host == "localhost" || host == "::1" || isNumeric && host.hasPrefix("127.")
  }
}
