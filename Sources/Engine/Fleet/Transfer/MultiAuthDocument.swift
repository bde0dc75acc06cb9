import EngineCore

/// An account as codex-multi-auth keeps it in its list. It is read and never written.
enum MultiAuthDocument {
  /// The sign-in of one account of the list. It has no id token, so it has to be renewed first.
  static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    let fields = SessionFields(
      idToken: value["idToken"], accessToken: value["accessToken"],
      refreshToken: value["refreshToken"], accountID: value["accountId"], lastRefresh: nil)
    let content = try fields.content()
    if let invalid = value["authInvalidatedAt"], !invalid.isNull {
      throw DocumentFlaw("codex-multi-auth has marked its session as no longer valid")
    }
    return ImportableSignIn(
      .multiAuth, content, name: value["accountLabel"]?.text, email: value["email"]?.text,
      isEnabled: value["enabled"]?.boolean ?? true)
  }
}
