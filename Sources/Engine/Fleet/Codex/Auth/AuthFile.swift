package import EngineCore

/// The content of codex's `auth.json`: read as tolerantly as codex reads it, and written back without
/// losing anything that swop does not know.
package struct AuthFile: Hashable, Sendable {
  /// Why a document is not a sign-in; one clause, without a piece of the content.
  struct Flaw: Error, Hashable {
    /// What is wrong, as one clause.
    let clause: String

    /// Whether the file may simply be half-written.
    let mayBeHalfWritten: Bool
  }

  private let document: Redacted<JSONValue>
  /// How it signs in.
  let mode: AuthMode
  /// The tokens, nil if it holds none.
  let tokens: AuthTokens?
  /// What the id token says, nil without tokens.
  let claims: IdentityClaims?
  /// When the access token ends, nil if it does not say.
  let accessTokenExpiresAt: Date?
  /// When the access token was made, nil if it does not say.
  let accessTokenIssuedAt: Date?
  /// The ChatGPT account that the access token itself names, nil if it names none.
  let accessTokenAccountID: String?

  /// Reads the bytes of an `auth.json`.
  ///
  /// - Throws: `Flaw` if codex would not take it either.
  init(_ data: Data) throws(Flaw) {
    let value: JSONValue
    do {
      value = try JSONReader.value(in: Array(data))
    } catch {
      throw Flaw(clause: error.clause, mayBeHalfWritten: true)
    }
    try self.init(value)
  }

  /// The file of an API key, in the form that `codex login --with-api-key` writes.
  init(apiKey: Redacted<String>) {
    self.init(
      document: ["auth_mode": "apikey", "OPENAI_API_KEY": .string(apiKey.reveal())],
      mode: .apiKey, tokens: nil)
  }

  /// The file of a personal access token, in the form that `codex login --with-access-token` writes.
  init(accessToken: Redacted<String>) {
    self.init(
      document: [
        "OPENAI_API_KEY": nil, "personal_access_token": .string(accessToken.reveal()),
      ], mode: .accessToken, tokens: nil)
  }

  /// The file of a session, in the form that codex writes after a sign-in; `lastRefresh` is when the
  /// tokens were made, nil if unknown.
  package init(tokens: AuthTokens, at lastRefresh: Date?) {
    var document: JSONValue = [
      "auth_mode": "chatgpt", "OPENAI_API_KEY": nil,
      "tokens": [
        "id_token": .string(tokens.idToken.reveal()),
        "access_token": .string(tokens.accessToken.reveal()),
        "refresh_token": .string(tokens.refreshToken.reveal()),
        "account_id": tokens.accountID.map { .string($0) } ?? .null,
      ],
    ]
    if let lastRefresh { document["last_refresh"] = .string(RefreshStamp.text(lastRefresh)) }
    self.init(document: document, mode: .chatGPT, tokens: tokens)
  }

  /// Takes the document of an `auth.json`.
  ///
  /// - Throws: `Flaw` if codex would not take it either.
  init(_ value: JSONValue) throws(Flaw) {
    guard value.members != nil else {
      throw Flaw(clause: "it is not a JSON object", mayBeHalfWritten: false)
    }
    let key = try Self.text("OPENAI_API_KEY", in: value)
    let mode = try Self.text("auth_mode", in: value).map { AuthMode(name: $0) }
    let tokens = try Self.tokens(in: value)
    self.init(document: value, mode: mode ?? Self.mode(of: value, key: key), tokens: tokens)
  }

  /// The mode of a file that does not name one, by what it holds; codex 0.163.0 names none for a token.
  private static func mode(of value: JSONValue, key: String?) -> AuthMode {
    if key != nil { return .apiKey }
    if value[accessTokenName]?.text != nil { return .accessToken }
    if let identity = value[agentIdentityName], !identity.isNull { return .agentIdentity }
    return .chatGPT
  }

  private static let accessTokenName = "personal_access_token"
  private static let agentIdentityName = "agent_identity"

  private init(document: JSONValue, mode: AuthMode, tokens: AuthTokens?) {
    self.document = Redacted(document)
    self.mode = mode
    self.tokens = tokens
    let agent = mode == .agentIdentity ? document[Self.agentIdentityName] : nil
    let agentToken = agent?.text.flatMap { JSONWebToken(Redacted($0)) }
    claims =
      agent.map { IdentityClaims(agent: $0, token: agentToken) }
      ?? tokens.flatMap { JSONWebToken($0.idToken) }.map { IdentityClaims($0) }
    let access = agentToken ?? tokens.flatMap { JSONWebToken($0.accessToken) }
    accessTokenExpiresAt = access?.expiresAt
    accessTokenIssuedAt = access?.issuedAt
    accessTokenAccountID = access.flatMap { IdentityClaims($0).accountID }
  }

  /// The API key, nil if there is none.
  var apiKey: Redacted<String>? {
    guard let key = document.reveal()["OPENAI_API_KEY"]?.text, !key.isEmpty else { return nil }
    return Redacted(key)
  }

  /// The personal access token, nil if there is none.
  var accessToken: Redacted<String>? {
    guard mode == .accessToken, let token = document.reveal()[Self.accessTokenName]?.text,
      !token.isEmpty
    else { return nil }
    return Redacted(token)
  }

  /// The agent identity as text that tells it from others, nil if there is none.
  var agentIdentity: Redacted<String>? {
    guard mode == .agentIdentity, let value = document.reveal()[Self.agentIdentityName] else {
      return nil
    }
    return Redacted(JSONWriter.line(value))
  }

  /// When the tokens were last renewed, nil if the file does not say.
  var lastRefresh: Date? {
    document.reveal()["last_refresh"]?.text.flatMap { RefreshStamp.date($0) }
  }

  /// The ChatGPT account id that requests carry.
  var accountID: String? { tokens?.accountID ?? claims?.accountID }

  /// The bytes as codex would write them: indented by two spaces, members in their order.
  var data: Redacted<Data> {
    Redacted(Data(JSONWriter.pretty(document.reveal()).utf8))
  }

  /// Puts the sign-in at `path`, owner-only, in one step.
  ///
  /// - Throws: `FileError`; what was there before is then untouched.
  package func write(to path: FilePath, files: any FileSystem) throws(FileError) {
    try files.replace(path, with: data.reveal(), mode: .privateFile)
  }

  /// Puts the sign-in in the place of an account's, under its second name too if it has one.
  ///
  /// - Throws: `FileError`.
  func write(under guards: SignInGuard) throws(FileError) {
    try guards.store(data.reveal())
  }

  /// This sign-in with nothing beside it, as codex writes it after signing in: what a copy needs.
  var withoutExtras: AuthFile {
    switch mode {
    case .apiKey: return apiKey.map { AuthFile(apiKey: $0) } ?? self
    case .chatGPT:
      guard let tokens else { return self }
      let session = AuthTokens(
        idToken: tokens.idToken, accessToken: tokens.accessToken,
        refreshToken: tokens.refreshToken, accountID: accountID)
      return AuthFile(tokens: session, at: lastRefresh)
    case .accessToken: return accessToken.map { AuthFile(accessToken: $0) } ?? self
    case .agentIdentity, .other: return self
    }
  }

  /// This file with renewed tokens; everything else stays as it is.
  func replacing(_ renewed: RenewedTokens, at now: Date) -> AuthFile {
    guard let tokens else { return self }
    let fresh = AuthTokens(
      idToken: renewed.idToken ?? tokens.idToken,
      accessToken: renewed.accessToken ?? tokens.accessToken,
      refreshToken: renewed.refreshToken ?? tokens.refreshToken, accountID: tokens.accountID)
    var value = document.reveal()
    var inner = value["tokens"] ?? .object([])
    inner["id_token"] = .string(fresh.idToken.reveal())
    inner["access_token"] = .string(fresh.accessToken.reveal())
    inner["refresh_token"] = .string(fresh.refreshToken.reveal())
    value["tokens"] = inner
    value["last_refresh"] = .string(RefreshStamp.text(now))
    return AuthFile(document: value, mode: mode, tokens: fresh)
  }

  private static func text(_ name: String, in value: JSONValue) throws(Flaw) -> String? {
    switch value[name] {
    case nil, .null: return nil
    case .string(let text): return text
    case .bool, .number, .array, .object:
      throw Flaw(clause: "its \(name) is not text", mayBeHalfWritten: false)
    }
  }

  private static func tokens(in value: JSONValue) throws(Flaw) -> AuthTokens? {
    guard let inner = value["tokens"], !inner.isNull else { return nil }
    guard inner.members != nil else {
      throw Flaw(clause: "its tokens are not an object", mayBeHalfWritten: false)
    }
    func token(_ name: String) throws(Flaw) -> Redacted<String> {
      guard let text = try text(name, in: inner) else {
        throw Flaw(clause: "its tokens lack \(name)", mayBeHalfWritten: false)
      }
      return Redacted(text)
    }
    let tokens = AuthTokens(
      idToken: try token("id_token"), accessToken: try token("access_token"),
      refreshToken: try token("refresh_token"), accountID: try text("account_id", in: inner))
    guard JSONWebToken(tokens.idToken) != nil else {
      throw Flaw(clause: "its id_token is not a token", mayBeHalfWritten: false)
    }
    return tokens
  }
}

/// How an `auth.json` signs in.
enum AuthMode: Hashable, Sendable {
  /// With a ChatGPT session: tokens that end and are renewed.
  case chatGPT
  /// With an API key, which never ends.
  case apiKey
  /// With a personal access token (`at-…`), which is never renewed.
  case accessToken
  /// With an agent identity: a token whose key signs every request, which only codex can do.
  case agentIdentity
  /// In a way that swop does not handle (`bedrockApiKey` and so on), by codex's name.
  case other(String)

  /// The mode by codex's exact, case-sensitive name.
  init(name: String) {
    switch name {
    case "chatgpt": self = .chatGPT
    case "apikey": self = .apiKey
    case "personalAccessToken": self = .accessToken
    case "agentIdentity": self = .agentIdentity
    default: self = .other(name)
    }
  }

  /// Whether its tokens end and are renewed.
  var isRenewed: Bool { self == .chatGPT }
}

/// The tokens of a ChatGPT session.
package struct AuthTokens: Hashable, Sendable {
  /// Says who signed in; a JSON web token.
  let idToken: Redacted<String>
  /// What requests carry; a JSON web token, or opaque.
  let accessToken: Redacted<String>
  /// Buys the next tokens, once; may be empty, and then nothing can be renewed.
  let refreshToken: Redacted<String>
  /// The ChatGPT account id for the request header.
  let accountID: String?

  /// Tokens of their parts.
  package init(
    idToken: Redacted<String>, accessToken: Redacted<String>, refreshToken: Redacted<String>,
    accountID: String?
  ) {
    self.idToken = idToken
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.accountID = accountID
  }

  /// Whether the session can be renewed.
  var canRefresh: Bool { !refreshToken.reveal().isEmpty }
}

/// The moment in `last_refresh`: RFC 3339 with any number of fractional digits.
enum RefreshStamp {
  /// A moment as text in UTC, to the millisecond.
  static func text(_ date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
    let whole = (milliseconds / 1_000).rounded(.down)
    let rest = String(Int(milliseconds - whole * 1_000) + 1_000).dropFirst()
    let stamp = ClockText.stamp(Date(timeIntervalSince1970: whole))
    return "\(stamp.dropLast()).\(rest)Z"
  }

  /// The moment a text names, nil if it names none. Nothing was refreshed before 1970, and Foundation does
  /// not write back the same day for moments before the Gregorian calendar.
  static func date(_ text: String) -> Date? {
    moment(text).flatMap { $0.timeIntervalSince1970 >= 0 ? $0 : nil }
  }

  private static func moment(_ text: String) -> Date? {
    guard let dot = text.firstIndex(of: ".") else { return parsed(text) }
    let digits = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let fraction = Double("0." + digits),
      let whole = parsed(text[..<dot] + text[digits.endIndex...])
    else { return nil }
    return whole.addingTimeInterval(fraction)
  }

  private static func parsed(_ text: some StringProtocol) -> Date? {
    try? Date.ISO8601FormatStyle().parse(String(text))
  }
}

/// What a token server answered; what it left out stays as it was.
struct RenewedTokens: Hashable, Sendable {
  /// The new id token, nil if the answer has none.
  let idToken: Redacted<String>?
  /// The new access token, nil if the answer has none.
  let accessToken: Redacted<String>?
  /// The next refresh token, nil if the old one stays good.
  let refreshToken: Redacted<String>?

  /// Renewed tokens of their parts.
  init(
    idToken: Redacted<String>?, accessToken: Redacted<String>?, refreshToken: Redacted<String>?
  ) {
    self.idToken = idToken
    self.accessToken = accessToken
    self.refreshToken = refreshToken
  }

  /// Reads the body of a 200 answer; nil unless it is a JSON object with at least one usable token.
  init?(body: Data) {
    guard let answer = try? JSONReader.value(in: Array(body)) else { return nil }
    func token(_ name: String) -> Redacted<String>? {
      guard let text = answer[name]?.text, !text.isEmpty else { return nil }
      return Redacted(text)
    }
    let idToken = token("id_token").flatMap { JSONWebToken($0) == nil ? nil : $0 }
    self.init(
      idToken: idToken, accessToken: token("access_token"), refreshToken: token("refresh_token"))
    if self.accessToken == nil && refreshToken == nil { return nil }
  }
}
