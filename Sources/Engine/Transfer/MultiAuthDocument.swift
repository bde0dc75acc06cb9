import EngineCodex
import EngineKernel

/// An account as codex-multi-auth keeps it in its list. It is read and never written.
enum MultiAuthDocument {
  /// The sign-in of one account of the list. It has no id token, so it has to be renewed first.
  static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    guard let refreshToken = value["refreshToken"]?.text, !refreshToken.isEmpty else {
      throw DocumentFlaw("there is no refresh token")
    }
    if let invalid = value["authInvalidatedAt"], !invalid.isNull {
      throw DocumentFlaw("the session was invalidated")
    }
    let claims = (value["accessToken"]?.text).flatMap { JSONWebToken(Redacted($0)) }
      .map { IdentityClaims($0) }
    let accountID = value["accountId"]?.text ?? claims?.accountID
    let identity = accountID.flatMap { accountID in
      claims?.userID.map { Identity.chatGPT(accountID: accountID, userID: $0) }
    }
    return ImportableSignIn(
      .multiAuth,
      .pending(
        PendingSession(
          refreshToken: Redacted(refreshToken), accountID: accountID, identity: identity)),
      name: value["accountLabel"]?.text, email: value["email"]?.text ?? claims?.email,
      isEnabled: value["enabled"]?.boolean ?? true)
  }
}
