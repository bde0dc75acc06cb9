package import EngineCore

/// Whether a request comes from where requests may come from. A page in a browser can make the browser
/// send requests to loopback, under another name (DNS rebinding) or from another origin.
package enum ClientCheck {
  /// Why a request is turned away.
  package enum Refusal: Hashable, Sendable {
    /// `Host` is missing, there twice, or not this machine.
    case foreignHost
    /// A browser sent it for a page.
    case foreignOrigin
  }

  /// The refusal of a request; nil if it may come in.
  package static func refusal(of headers: [HTTPField]) -> Refusal? {
    let hosts = headers.filter { $0.isNamed("host") }.map(\.value)
    guard hosts.count == 1, isLoopback(hosts[0]) else { return .foreignHost }
    // No client of ours is a page; a browser cannot be told to leave these out.
    let isPage = headers.contains {
      $0.isNamed("origin") || ($0.isNamed("sec-fetch-site") && $0.value.lowercased() != "none")
    }
    return isPage ? .foreignOrigin : nil
  }

  /// Whether a `Host` names this machine, with or without a port.
  package static func isLoopback(_ host: String) -> Bool {
    let bytes = host.utf8
    let end =
      host.hasPrefix("[")
      ? bytes.firstIndex(of: UInt8(ascii: "]")).map { bytes.index(after: $0) }
      : bytes.firstIndex(of: UInt8(ascii: ":"))
    let name = host[..<(end ?? host.endIndex)].lowercased()
    guard name == "127.0.0.1" || name == "localhost" || name == "[::1]" else { return false }
    let rest = bytes[(end ?? bytes.endIndex)...]
    if rest.isEmpty { return true }
    let digits = rest.dropFirst()
    guard rest.first == UInt8(ascii: ":"), (1...5).contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let port = Int(Substring(digits))
    else { return false }
    return (1...65_535).contains(port)
  }
}
