package import EngineCore

/// What a sign-in or a refresh hands out.
package struct TokenSet: Hashable, Sendable {
  /// The id token.
  package let idToken: Redacted<String>
  /// The bearer.
  package let accessToken: Redacted<String>
  /// The token for one refresh.
  package let refreshToken: Redacted<String>
  /// The account id for the request header.
  package let accountID: String
  /// When the bearer ends.
  package let expiresAt: Date
  /// When it was handed out.
  package let issuedAt: Date

  /// The text of an `auth.json` that holds these tokens, as codex writes it.
  package var authFile: Redacted<Data> {
    let file: StandinJSON = [
      "auth_mode": "chatgpt", "OPENAI_API_KEY": nil,
      "tokens": [
        "id_token": .string(idToken.reveal()), "access_token": .string(accessToken.reveal()),
        "refresh_token": .string(refreshToken.reveal()), "account_id": .string(accountID),
      ],
      "last_refresh": .string(ClockText.stamp(issuedAt)),
    ]
    return Redacted(file.data)
  }

  /// The same as an answer.
  var authFileAnswer: StandinAnswer {
    .text(String(decoding: authFile.reveal(), as: UTF8.self), type: "application/json")
  }

  /// The answer of `oauth/token`.
  var answer: StandinAnswer {
    .json([
      "id_token": .string(idToken.reveal()), "access_token": .string(accessToken.reveal()),
      "refresh_token": .string(refreshToken.reveal()), "token_type": "Bearer",
      "expires_in": .integer(Int(expiresAt.timeIntervalSince(issuedAt))),
    ])
  }
}
