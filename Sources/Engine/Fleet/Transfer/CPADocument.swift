import EngineCore

/// A sign-in as CLIProxyAPI keeps it: one flat object a file.
enum CPADocument {
  private static let known: Set<String> = [
    "type", "email", "id_token", "access_token", "refresh_token", "account_id", "last_refresh",
    "expired",
  ]

  /// Whether an object has this form.
  static func isOne(_ value: JSONValue) -> Bool {
    value["tokens"] == nil && value["refresh_token"] != nil
  }

  /// The sign-in of an object of this form; what stands beside it is kept.
  static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    if let type = value["type"], type.text != "codex" {
      let name = type.text.map { PrintableText.shortened($0, to: 40) } ?? "something else"
      throw DocumentFlaw("it is a sign-in for \(name), not for codex", .foreign)
    }
    let fields = SessionFields(
      idToken: value["id_token"], accessToken: value["access_token"],
      refreshToken: value["refresh_token"], accountID: value["account_id"],
      lastRefresh: value["last_refresh"])
    let beside = (value.members ?? []).filter { !known.contains($0.name) }
    return ImportableSignIn(
      .cliProxyAPI, try fields.content(), email: value["email"]?.text,
      isEnabled: value["disabled"]?.boolean != true,
      beside: beside.isEmpty ? nil : .object(beside))
  }

  /// A session in this form, with what stood beside it when it came; nil for an API key.
  static func document(of file: AuthFile, email: String?, beside: JSONValue?) -> JSONValue? {
    guard file.mode == .chatGPT, let tokens = file.tokens else { return nil }
    var document: JSONValue = [
      "id_token": .string(tokens.idToken.reveal()),
      "access_token": .string(tokens.accessToken.reveal()),
      "refresh_token": .string(tokens.refreshToken.reveal()),
      "account_id": .string(file.accountID ?? ""),
      "last_refresh": .string(file.lastRefresh.map(ClockText.stamp) ?? ""),
      "email": .string(file.claims?.email ?? email ?? ""),
      "type": "codex",
      "expired": .string(file.accessTokenExpiresAt.map(ClockText.stamp) ?? ""),
    ]
    for member in beside?.members ?? [] where document[member.name] == nil {
      document[member.name] = member.value
    }
    return document
  }
}
