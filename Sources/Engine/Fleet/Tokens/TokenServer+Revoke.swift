package import EngineCore

extension TokenServer {
  /// How long ending a session may take.
  private static let revokeLimit = Duration.seconds(10)

  /// Ends the session that a refresh token belongs to, as `codex logout` does.
  ///
  /// A redirect is not followed: the token is for this server alone.
  ///
  /// - Returns: Why the session may live on, as one clause; nil if the server said that it ended it.
  package func revoke(_ refreshToken: Redacted<String>) async -> String? {
    let body: JSONValue = [
      "client_id": .string(Self.clientID), "token": .string(refreshToken.reveal()),
      "token_type_hint": "refresh_token",
    ]
    let request = HTTPRequest(
      method: "POST", url: base + "/oauth/revoke",
      headers: [HTTPField("Content-Type", "application/json")],
      body: Data(JSONWriter.line(body).utf8), limit: Self.revokeLimit)
    do {
      let status = try await transport.send(request).status
      return (200..<300).contains(status) ? nil : "the server answered \(status)"
    } catch {
      return error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    }
  }
}
