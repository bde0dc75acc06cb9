package import EngineKernel
package import EngineProxy

/// Clients that are known beforehand and never change: those of a proxy for one run.
package struct FixedClientTokens: ClientTokenSource {
  private let tokens: [ClientToken]

  /// These clients and no others.
  package init(_ tokens: [ClientToken]) {
    self.tokens = tokens
  }

  package func client(showing token: Redacted<String>) -> String? {
    ClientToken.owner(of: token, among: tokens)
  }
}
