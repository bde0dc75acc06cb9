package import EngineKernel

/// Knows who may talk to the proxy.
package protocol ClientTokenSource: Sendable {
  /// The name of the client that shows `token`, nil if it is nobody's. Asked for every request, on the
  /// proxy's own thread: it may read no file, and the time it takes tells nothing about the token.
  func client(showing token: Redacted<String>) -> String?

  /// The only account that may serve a client, nil for the whole pool.
  func account(of client: String) -> AccountID?
}

extension ClientTokenSource {
  package func account(of client: String) -> AccountID? { nil }
}
