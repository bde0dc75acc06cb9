package import EngineCore

/// The sign-in of the pool: looks like one of ChatGPT to codex and holds nothing that is good anywhere
/// but at swop's own proxy.
package enum PoolSignIn {
  /// What stands for e-mail, user and account.
  package static let accountID = "pool"

  /// The e-mail that codex shows.
  package static let email = "pool@swop.local"

  /// The end of the tokens: far enough that codex never renews them (1 January 2100, in seconds since
  /// 1970).
  private static let expiry = 4_102_444_800

  /// A fresh token for the pool: an unsigned web token around 32 random bytes. Codex takes a token that
  /// names no end for old after eight days, so it cannot be the bare bytes.
  package static func freshToken(from random: any RandomSource) -> Redacted<String> {
    token(["exp": .number(String(expiry)), "jti": .string(Hexadecimal.text(random.bytes(32)))])
  }

  /// The `auth.json` whose access token is `token`.
  package static func file(token: Redacted<String>) -> AuthFile {
    let claims: JSONValue = [
      "email": .string(email), "exp": .number(String(expiry)), "sub": .string(accountID),
      "https://api.openai.com/auth": [
        "chatgpt_plan_type": "pro", "chatgpt_user_id": .string(accountID),
        "chatgpt_account_id": .string(accountID),
      ],
    ]
    let tokens = AuthTokens(
      idToken: Self.token(claims), accessToken: token, refreshToken: Redacted("none"),
      accountID: accountID)
    return AuthFile(tokens: tokens, at: Date(timeIntervalSince1970: 1_767_225_600))
  }

  private static func token(_ claims: JSONValue) -> Redacted<String> {
    let header: JSONValue = ["alg": "none", "typ": "JWT"]
    let parts = [JSONWriter.line(header), JSONWriter.line(claims), "unsigned"]
    return Redacted(parts.map { Base64URL.text(Array($0.utf8)) }.joined(separator: "."))
  }
}
