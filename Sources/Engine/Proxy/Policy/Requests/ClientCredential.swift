package import EngineCore

/// What a client shows to be let in, and the target without it.
package struct ClientCredential: Sendable {
  /// The token; nil if the client shows none.
  package let token: Redacted<String>?
  /// The target without the token.
  package let target: Redacted<String>
  /// Whether the token was part of the path.
  package let isInPath: Bool

  /// What the target asks for, nil for what nobody here serves.
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
