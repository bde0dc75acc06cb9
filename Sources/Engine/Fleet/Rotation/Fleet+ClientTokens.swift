package import EngineCore

extension Fleet {
  /// The tokens of the proxy's clients, sorted by name.
  package func clientTokens() async throws -> [ClientTokenRecord] { try tokensOfClients.all() }

  /// Makes a token for a client; it cannot be read again.
  package func issueClientToken(named name: String) async throws -> Redacted<String> {
    try tokensOfClients.issue(name)
  }

  /// Revokes a client's token.
  package func revokeClientToken(named name: String) async throws {
    try tokensOfClients.revoke(name)
  }

  var tokensOfClients: ClientTokens {
    ClientTokens(
      store: configuration.state, random: configuration.random, time: configuration.time)
  }
}
