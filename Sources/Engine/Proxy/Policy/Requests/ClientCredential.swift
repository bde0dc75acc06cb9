package import EngineCore

/// What a client shows to be let in, and the target without it.
package struct ClientCredential: Sendable {
  /// The token; nil if the client shows none.
  package let token: Redacted<String>?
  /// The target without the token.
  let target: Redacted<String>
  /// Whether the token was part of the path.
  package let isInPath: Bool

  /// What the target asks for, nil for what no one here serves.
  package var proxyTarget: ProxyTarget? { ProxyTarget(target.reveal()) }

  /// Tokens longer than this are none, in bytes.
  private static let longest = 8_192

  /// Finds the token of a request: in the path where the path names one, then as bearer, then as
  /// `x-api-key`.
  package init(target: String, headers: [HTTPField]) {
    if let (token, rest) = Self.split(target) {
      self.token = Redacted(token)
      self.target = Redacted(rest)
      isInPath = true
      return
    }
    let shown = Self.bearer(headers.value(of: "authorization")) ?? headers.value(of: "x-api-key")
    let bounded = shown.flatMap { $0.isEmpty || $0.utf8.count > Self.longest ? nil : $0 }
    token = bounded.map { Redacted($0) }
    self.target = Redacted(target)
    isInPath = false
  }

  /// The token and the rest of `/t/<token>/…`; a path that only begins so has an empty token.
  private static func split(_ target: String) -> (token: String, rest: String)? {
    let prefix = "/t/"
    guard target.hasPrefix(prefix) else { return nil }
    let tail = target.dropFirst(prefix.count)
    let token = tail.prefix { $0 != "/" && $0 != "?" }
    let rest = tail.dropFirst(token.count)
    return (String(token), rest.hasPrefix("/") ? String(rest) : "/" + rest)
  }

  private static func bearer(_ value: String?) -> String? {
    guard let value, value.utf8.count > 7, value.prefix(7).lowercased() == "bearer " else {
      return nil
    }
    return String(value.dropFirst(7).drop { $0 == " " })
  }
}

/// One client's token as it is kept: its digest, never itself.
package struct ClientToken: Hashable, Sendable, Codable {
  /// How many random bytes a new token has.
  static let byteCount = 32

  /// The name under which it is listed and revoked.
  package let name: String
  /// The SHA-256 digest of the token, 64 hexadecimal digits.
  package let digest: String

  /// Takes a token as it was stored.
  package init(name: String, digest: String) {
    self.name = name
    self.digest = digest
  }

  /// The stored form of a token.
  package init(name: String, token: Redacted<String>) {
    self.init(name: name, digest: SHA256.hexadecimal(token.reveal()))
  }

  /// A fresh token: 64 hexadecimal digits.
  package static func fresh(from random: any RandomSource) -> Redacted<String> {
    Redacted(Hexadecimal.text(random.bytes(byteCount)))
  }

  /// The client that shows `token`, nil if it is no one's. Every token is compared, and each to its
  /// end, so that the time it takes tells nothing.
  package static func owner(of token: Redacted<String>, among tokens: [ClientToken]) -> String? {
    let shown = Array(SHA256.hexadecimal(token.reveal()).utf8)
    var owner: String?
    for known in tokens where isEqual(shown, Array(known.digest.utf8)) { owner = known.name }
    return owner
  }

  /// Compares in a time that depends on the length alone.
  static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count, !one.isEmpty else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

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
  static func isLoopback(_ host: String) -> Bool {
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
