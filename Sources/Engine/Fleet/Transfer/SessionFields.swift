import EngineCore

/// A ChatGPT session under the names that one program gives its parts.
struct SessionFields {
  /// The parts, nil where the file has none.
  let idToken, accessToken, refreshToken, accountID, lastRefresh: JSONValue?

  /// The session as an account needs it, or what is there of it if it has to be renewed first.
  ///
  /// - Throws: `DocumentFlaw` if nothing can be made of it.
  func content() throws(DocumentFlaw) -> ImportableSignIn.Content {
    let refresh = try text(refreshToken, "refresh token")
    guard let refresh else { throw DocumentFlaw("it has no refresh token") }
    let idToken = try text(idToken, "id token")
    let access = try text(accessToken, "access token")
    let accountID = try text(accountID, "account id")
    if let idToken, let access, JSONWebToken(Redacted(idToken)) != nil {
      var document: JSONValue = [
        "auth_mode": "chatgpt", "OPENAI_API_KEY": nil,
        "tokens": [
          "id_token": .string(idToken), "access_token": .string(access),
          "refresh_token": .string(refresh),
          "account_id": accountID.map { .string($0) } ?? .null,
        ],
      ]
      // A moment that is not text is not worth a sign-in.
      if let moment = lastRefresh?.text { document["last_refresh"] = .string(moment) }
      return .whole(try ImportDocument.wholeFile(document))
    }
    let claims = [access, idToken].lazy.compactMap(\.self)
      .compactMap { JSONWebToken(Redacted($0)) }.map { IdentityClaims($0) }.first
    let account = accountID ?? claims?.accountID
    let identity = account.flatMap { account in
      claims?.userID.map { Identity.chatGPT(accountID: account, userID: $0) }
    }
    return .pending(
      PendingSession(
        refreshToken: Redacted(refresh), accountID: account, identity: identity,
        email: claims?.email))
  }

  /// The text of a part; nil if it is absent, null or empty.
  private func text(_ value: JSONValue?, _ name: String) throws(DocumentFlaw) -> String? {
    guard let value, !value.isNull else { return nil }
    guard let text = value.text else { throw DocumentFlaw("its \(name) is not text") }
    return text.isEmpty ? nil : text
  }
}
