package import EngineCore

/// A program that may talk to the proxy.
package struct ProxyClient: Hashable, Sendable {
  /// The name of its token.
  package let name: String
  /// The digest of its token: a new token of the same name is another client.
  package let digest: String
  /// The only account that may serve it, nil for the whole pool.
  package let account: AccountID?
  /// Whether it runs in a container, where users have other numbers.
  package let isInContainer: Bool

  /// A client of its parts.
  package init(
    name: String, digest: String = "", account: AccountID? = nil, isInContainer: Bool = false
  ) {
    self.name = name
    self.digest = digest
    self.account = account
    self.isInContainer = isInContainer
  }
}

/// Knows who may talk to the proxy.
package protocol ClientTokenSource: Sendable {
  /// The client that shows `token`, nil if no client has it. Asked for every request, on the proxy's own
  /// thread: for a token that is known it reads no file, and the time it takes tells nothing about it.
  func client(showing token: Redacted<String>) -> ProxyClient?

  /// Whether a client's token is still good.
  func knows(_ client: ProxyClient) -> Bool
}
