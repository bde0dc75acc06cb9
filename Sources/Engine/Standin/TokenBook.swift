package import EngineCore

/// Every token that was handed out, and what became of it.
///
/// A sign-in is a *grant*; its tokens live and die with it when it is revoked. A refresh token serves once.
struct TokenBook: Sendable {
  /// Why a token is not accepted.
  enum Refusal: Error, Hashable {
    case unknown, expired, revoked, reused
    /// The sign-in is dead and the server says so with this code.
    case dead(code: String)
  }

  private struct Access {
    let account: String
    let grant: Int
    let expiresAt: Date
    var isRevoked = false
  }

  private struct Refresh {
    let account: String
    let grant: Int
    var refusal: Refusal?
    var presented = 0
  }

  private var access: [String: Access] = [:]
  private var refresh: [String: Refresh] = [:]
  /// Every token that was ever handed out: id tokens, bearers, refresh tokens.
  private(set) var issued = Redacted<[String]>([])
  private var lastGrant = 0
  private var random = SystemRandomNumberGenerator()

  /// Hands out tokens, as part of a grant or of a new one. Of an account that is signed out they are
  /// dead already.
  mutating func issue(
    for account: StandinAccount, grant: Int? = nil, lifetime: Double, now: Date
  ) -> TokenSet {
    if grant == nil { lastGrant += 1 }
    let grant = grant ?? lastGrant
    let expiresAt = now.addingTimeInterval(lifetime)
    var claims = UnsignedToken.claims(of: account, now: now, expiresAt: expiresAt)
    claims["jti"] = .string(unguessable())
    claims["email"] = .string(account.email)
    let idToken = UnsignedToken.text(claims: .object(claims))
    claims["email"] = nil
    claims["https://api.openai.com/profile"] = ["email": .string(account.email)]
    let accessToken = UnsignedToken.text(claims: .object(claims))
    let refreshToken = "rt_standin_" + unguessable()
    access[accessToken] = Access(
      account: account.name, grant: grant, expiresAt: expiresAt, isRevoked: account.isSignedOut)
    refresh[refreshToken] = Refresh(
      account: account.name, grant: grant, refusal: account.isSignedOut ? .revoked : nil)
    issued = Redacted(issued.reveal() + [idToken, accessToken, refreshToken])
    return TokenSet(
      idToken: Redacted(idToken), accessToken: Redacted(accessToken),
      refreshToken: Redacted(refreshToken), accountID: account.accountID, expiresAt: expiresAt,
      issuedAt: now)
  }

  /// Hands out a personal access token, which is never renewed.
  mutating func issueAccessToken(for account: StandinAccount) -> Redacted<String> {
    lastGrant += 1
    let token = "at-standin-" + unguessable()
    access[token] = Access(
      account: account.name, grant: lastGrant, expiresAt: .distantFuture,
      isRevoked: account.isSignedOut)
    issued = Redacted(issued.reveal() + [token])
    return Redacted(token)
  }

  /// The account that a bearer speaks for.
  ///
  /// - Throws: `Refusal`.
  func account(ofBearer bearer: String, now: Date) throws(Refusal) -> String {
    guard let record = access[bearer] else { throw .unknown }
    if record.isRevoked { throw .revoked }
    if record.expiresAt <= now { throw .expired }
    return record.account
  }

  /// The account that a token was handed out to, even if the token is dead; nil if it never was.
  func owner(of token: String) -> String? {
    access[token]?.account ?? refresh[token]?.account
  }

  /// Takes a refresh token, which then has served.
  ///
  /// - Throws: `Refusal`; a token that has served before throws `reused`.
  mutating func spend(_ token: String) throws(Refusal) -> (account: String, grant: Int) {
    guard var record = refresh[token] else { throw .unknown }
    record.presented += 1
    let refusal = record.refusal
    if refusal == nil { record.refusal = .reused }
    refresh[token] = record
    if let refusal { throw refusal }
    return (record.account, record.grant)
  }

  /// How often a refresh token was presented, by the token's hash.
  var presentations: [String: Int] {
    Dictionary(
      refresh.filter { $0.value.presented > 0 }.map {
        (StableHash.hexadecimal($0.key), $0.value.presented)
      }, uniquingKeysWith: +)
  }

  /// Kills the grant that a token belongs to.
  ///
  /// - Returns: false if the token was never handed out.
  mutating func revokeGrant(of token: String) -> Bool {
    guard let grant = access[token]?.grant ?? refresh[token]?.grant else { return false }
    for key in access.keys where access[key]?.grant == grant { access[key]?.isRevoked = true }
    for key in refresh.keys where refresh[key]?.grant == grant {
      refresh[key]?.refusal = .revoked
    }
    return true
  }

  /// Refuses every bearer of an account from now on; its refresh tokens live.
  mutating func revokeBearers(of account: String) {
    for key in access.keys where access[key]?.account == account { access[key]?.isRevoked = true }
  }

  /// Refuses every refresh token of an account from now on.
  mutating func killRefreshTokens(of account: String, code: String) {
    for key in refresh.keys where refresh[key]?.account == account {
      refresh[key]?.refusal = .dead(code: code)
    }
  }

  private mutating func unguessable() -> String {
    Hexadecimal.text((0..<16).map { _ in random.next() as UInt8 })
  }
}

/// What a sign-in or a refresh hands out.
package struct TokenSet: Hashable, Sendable {
  /// The id token.
  let idToken: Redacted<String>
  /// The bearer.
  let accessToken: Redacted<String>
  /// The token for one refresh.
  let refreshToken: Redacted<String>
  /// The account id for the request header.
  let accountID: String
  /// When the bearer ends.
  let expiresAt: Date
  /// When it was handed out.
  let issuedAt: Date

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

/// A short name for a text that must not be shown or that must be the same in every run: FNV-1a, 64 bits.
/// It keeps nothing secret from someone who can guess the text; the stand-in's tokens are random.
enum StableHash {
  /// 16 hexadecimal digits.
  static func hexadecimal(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Hexadecimal.text((0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) })
  }
}
