package import EngineCore

/// Makes sign-ins as codex stores them; nothing in them is signed or secret.
package struct SignInFixture: Sendable {
  /// The address in the id token.
  package var email = "ada@example.com"
  /// The plan in the id token.
  package var plan = "plus"
  /// The person.
  package var userID = "user-ada"
  /// The ChatGPT account.
  package var accountID = "account-1"
  /// When the access token ends, in seconds since 1970; nil makes it opaque.
  package var expiresAt: Double? = 1_800_010_000
  /// The refresh token.
  package var refreshToken = "refresh-0"
  /// When it was renewed last; nil leaves it out.
  package var lastRefresh: String? = "2027-01-15T07:00:00.123456789Z"
  /// Makes access tokens of one account differ.
  package var serial = 0

  /// A sign-in that is changed by `change`.
  package init(_ change: (inout SignInFixture) -> Void = { _ in }) {
    change(&self)
  }

  /// The id token.
  package var idToken: String {
    Self.token(
      #"{"email":"\#(email)","https://api.openai.com/auth":{"chatgpt_plan_type":"\#(plan)","#
        + #""chatgpt_user_id":"\#(userID)","chatgpt_account_id":"\#(accountID)"}}"#)
  }

  /// The access token.
  package var accessToken: String {
    guard let expiresAt else { return "opaque-\(serial)" }
    return Self.token(#"{"exp":\#(Int(expiresAt)),"iat":\#(Int(expiresAt) - 10),"n":\#(serial)}"#)
  }

  /// The whole file.
  package var json: String {
    let refreshed = lastRefresh.map { #","last_refresh":"\#($0)""# } ?? ""
    return #"{"auth_mode":"chatgpt","OPENAI_API_KEY":null,"tokens":{"id_token":"\#(idToken)","#
      + #""access_token":"\#(accessToken)","refresh_token":"\#(refreshToken)","#
      + #""account_id":"\#(accountID)"}\#(refreshed)}"#
  }

  /// The file's bytes.
  package var data: Data { Data(json.utf8) }

  /// An unsigned JSON web token with a payload.
  package static func token(_ payload: String) -> String {
    [#"{"alg":"none"}"#, payload, "signature"].map { base64URL(Array($0.utf8)) }
      .joined(separator: ".")
  }

  /// Bytes in base64url without padding.
  package static func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var result = ""
    var index = 0
    while index < bytes.count {
      let group = Array(bytes[index..<min(index + 3, bytes.count)])
      let padded = group + [UInt8](repeating: 0, count: 3 - group.count)
      let word = padded.reduce(0) { $0 << 8 | Int($1) }
      for place in 0...group.count {
        result.append(alphabet[word >> (18 - 6 * place) & 63])
      }
      index += 3
    }
    return result
  }
}
