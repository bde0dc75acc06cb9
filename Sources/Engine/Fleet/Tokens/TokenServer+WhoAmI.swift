package import EngineCore

extension TokenServer {
  /// How long the server may take to say whose a token is.
  private static let whoAmILimit = Duration.seconds(15)

  /// Why a personal access token cannot be used.
  package enum AccessTokenFault: Error, Hashable {
    /// The server does not know it, or it has ended.
    case refused
    /// It could not be checked; `detail` is one clause.
    case notChecked(detail: String)
  }

  /// Whose a personal access token is: codex asks the same when it signs in with one.
  ///
  /// - Throws: `AccessTokenFault`.
  package func owner(
    of token: Redacted<String>
  ) async throws(AccessTokenFault) -> IdentityClaims {
    let request = HTTPRequest(
      url: base + "/api/accounts/v1/user-auth-credential/whoami",
      headers: [
        HTTPField("Authorization", "Bearer " + token.reveal()),
        HTTPField("Accept", "application/json"), HTTPField("User-Agent", "swop"),
      ], limit: Self.whoAmILimit)
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      let text = error.message
      throw .notChecked(detail: text.hasSuffix(".") ? String(text.dropLast()) : text)
    }
    if response.status == 401 || response.status == 403 { throw .refused }
    guard response.status == 200 else {
      throw .notChecked(detail: "the server answered \(response.status)")
    }
    guard let answer = try? JSONReader.value(in: Array(response.body.reveal())),
      let claims = IdentityClaims(whoAmI: answer)
    else { throw .notChecked(detail: "the server does not say whose it is") }
    return claims
  }
}
