import EngineCore

/// The sign-ins of OpenCode: one object with a member for each provider. It is read and never written.
enum OpenCodeDocument {
  /// The providers whose sign-ins codex can use.
  private static let providers: Set<String> = ["openai", "openai-codex"]
  private static let kinds: Set<String> = ["oauth", "api", "wellknown"]

  /// Whether an object has this form.
  static func isOne(_ value: JSONValue) -> Bool {
    (value.members ?? []).contains { member in
      providers.contains(member.name) || member.value["type"]?.text.map(kinds.contains) == true
    }
  }

  /// The sign-ins for OpenAI; those for other providers are left alone.
  static func records(in value: JSONValue) throws(DocumentFlaw) -> [ImportDocument.Record] {
    let entries = (value.members ?? []).filter { providers.contains($0.name) }
    guard !entries.isEmpty else {
      throw DocumentFlaw("it holds no sign-in for OpenAI", .foreign)
    }
    return try ImportDocument.records(entries.map(\.value), signIn)
  }

  private static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    switch value["type"]?.text {
    case "api":
      return ImportableSignIn(.openCode, .whole(try ImportDocument.keyFile(value["key"])))
    case "oauth":
      let fields = SessionFields(
        idToken: value["id_token"], accessToken: value["access"], refreshToken: value["refresh"],
        accountID: value["accountId"], lastRefresh: nil)
      return ImportableSignIn(.openCode, try fields.content())
    case .some(let name):
      throw DocumentFlaw(
        "it signs in as \(PrintableText.shortened(name, to: 40)), which swop does not handle")
    case nil: throw DocumentFlaw("its type is missing")
    }
  }
}

/// An account as codex-switcher keeps it in its list. It is read and never written.
enum SwitcherDocument {
  /// The sign-in of one account of the list.
  static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    guard let data = value["auth_data"], data.members != nil else {
      throw DocumentFlaw("its auth_data is not an object")
    }
    let name = value["name"]?.text
    let email = value["email"]?.text
    if data["type"]?.text == "api_key" || data["refresh_token"] == nil && data["key"] != nil {
      return ImportableSignIn(
        .codexSwitcher, .whole(try ImportDocument.keyFile(data["key"])), name: name, email: email)
    }
    let fields = SessionFields(
      idToken: data["id_token"], accessToken: data["access_token"],
      refreshToken: data["refresh_token"], accountID: data["account_id"],
      lastRefresh: value["last_refresh_at"])
    return ImportableSignIn(.codexSwitcher, try fields.content(), name: name, email: email)
  }
}

extension ImportDocument {
  /// The sign-in of an API key that another program keeps.
  static func keyFile(_ value: JSONValue?) throws(DocumentFlaw) -> AuthFile {
    guard let text = value?.text else { throw DocumentFlaw("it holds no API key") }
    return try wholeFile(["auth_mode": "apikey", "OPENAI_API_KEY": .string(text)])
  }
}

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
