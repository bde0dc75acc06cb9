import EngineCore

/// JSON Web Tokens with a signature that signs nothing: codex reads their claims and checks no signature.
enum UnsignedToken {
  /// The token of some claims.
  static func text(claims: StandinJSON) -> String {
    let header: StandinJSON = ["alg": "none", "typ": "JWT"]
    return [header.data, claims.data, Data("stand-in".utf8)].map(base64URL).joined(separator: ".")
  }

  /// The claims that an id token and an access token share.
  static func claims(of account: StandinAccount, now: Date, expiresAt: Date) -> [String:
    StandinJSON]
  {
    [
      "iss": "https://auth.standin.test",
      "sub": .string(account.userID),
      "iat": .integer(Int(now.timeIntervalSince1970)),
      "exp": .integer(Int(expiresAt.timeIntervalSince1970)),
      "https://api.openai.com/auth": [
        "chatgpt_plan_type": .string(account.plan),
        "chatgpt_user_id": .string(account.userID),
        "user_id": .string(account.userID),
        "chatgpt_account_id": .string(account.accountID),
      ],
    ]
  }

  private static func base64URL(_ data: Data) -> String {
    var text = data.base64EncodedString()
    while text.hasSuffix("=") { text.removeLast() }
    return String(
      text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }
}
