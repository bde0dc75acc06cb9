import EngineCodex
package import EngineKernel

extension TokenServer {
  /// How long ending a session may take.
  private static let revokeLimit = Duration.seconds(10)

  /// Ends the session that a refresh token belongs to, as `codex logout` does.
  ///
  /// - Returns: Whether the server said that it did.
  package func revoke(_ refreshToken: Redacted<String>) async -> Bool {
    let body: JSONValue = [
      "client_id": .string(Self.clientID), "token": .string(refreshToken.reveal()),
      "token_type_hint": "refresh_token",
    ]
    let request = HTTPRequest(
      method: "POST", url: base + "/oauth/revoke",
      headers: [HTTPField("Content-Type", "application/json")],
      body: Data(JSONWriter.line(body).utf8), limit: Self.revokeLimit)
    guard let response = try? await transport.send(request) else { return false }
    return (200..<300).contains(response.status)
  }
}
