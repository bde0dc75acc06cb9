package import EngineKernel

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
    let hosts = headers.filter { $0.name.lowercased() == "host" }.map(\.value)
    guard hosts.count == 1, isLoopback(hosts[0]) else { return .foreignHost }
    // No client of ours is a page; a browser cannot be told to leave these out.
    let isPage = headers.contains {
      let name = $0.name.lowercased()
      return name == "origin" || (name == "sec-fetch-site" && $0.value.lowercased() != "none")
    }
    return isPage ? .foreignOrigin : nil
  }

  /// Whether a `Host` names this machine, with or without a port.
  package static func isLoopback(_ host: String) -> Bool {
    let name: Substring
    let rest: Substring
    if host.hasPrefix("[") {
      name = host.prefix { $0 != "]" } + (host.contains("]") ? "]" : "")
      rest = host.dropFirst(name.count)
    } else {
      name = host.prefix { $0 != ":" }
      rest = host.dropFirst(name.count)
    }
    guard ["127.0.0.1", "localhost", "[::1]"].contains(name.lowercased()) else { return false }
    if rest.isEmpty { return true }
    guard rest.first == ":", (2...6).contains(rest.utf8.count),
      rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(rest.dropFirst())
    else { return false }
    return (1...65_535).contains(port)
  }
}
