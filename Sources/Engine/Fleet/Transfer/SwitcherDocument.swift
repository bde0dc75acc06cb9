import EngineCore

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
