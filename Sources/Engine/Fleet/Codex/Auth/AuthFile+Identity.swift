import EngineCore

extension AuthFile {
  /// Whose sign-in this is.
  ///
  /// - Parameter salt: the root's salt, which keeps an API key's fingerprint useless elsewhere.
  /// - Returns: The identity; nil without tokens or key, or if the account or the person is not named. A
  ///   personal access token does not say whose it is; the server does.
  func identity(salt: IdentitySalt) -> Identity? {
    switch mode {
    case .chatGPT, .agentIdentity: chatGPTIdentity
    case .apiKey: apiKey.map { .apiKey(fingerprint: salt.fingerprint(of: $0)) }
    case .accessToken, .other: nil
    }
  }

  /// Whose session or agent identity this is; nil for a key or token, and if the account or the person is
  /// not named.
  var chatGPTIdentity: Identity? {
    guard mode == .chatGPT || mode == .agentIdentity, let accountID, let userID = claims?.userID
    else { return nil }
    return .chatGPT(accountID: accountID, userID: userID)
  }

  /// A hash of the refresh token, the key or the token: tells one sign-in from the next without holding
  /// it. Nil if there is neither.
  var credentialFingerprint: String? {
    switch mode {
    case .apiKey: apiKey.map { SHA256.fingerprint("swop API key\n" + $0.reveal()) }
    case .chatGPT:
      tokens.flatMap { tokens in
        guard tokens.canRefresh else { return nil }
        return Self.fingerprint(ofRefreshToken: tokens.refreshToken)
      }
    case .accessToken: accessToken.map { SHA256.fingerprint("swop access token\n" + $0.reveal()) }
    case .agentIdentity:
      agentIdentity.map { SHA256.fingerprint("swop agent identity\n" + $0.reveal()) }
    case .other: nil
    }
  }

  /// The same for a refresh token that stands in no file of codex's.
  static func fingerprint(ofRefreshToken token: Redacted<String>) -> String {
    SHA256.fingerprint("swop refresh token\n" + token.reveal())
  }

  /// The plan to show: the session's, or `api` for a key.
  var plan: Plan? { mode == .apiKey ? .api : claims?.plan }

  /// What a request needs to speak for this account; nil if it holds no bearer. A personal access token
  /// does not name the account that requests have to name beside it.
  var credentials: Credentials? {
    switch mode {
    case .apiKey:
      return apiKey.map { Credentials(accessToken: $0, accountID: nil, expiresAt: nil) }
    case .chatGPT:
      guard let tokens, !tokens.accessToken.reveal().isEmpty else { return nil }
      return Credentials(
        accessToken: tokens.accessToken, accountID: accountID, expiresAt: accessTokenExpiresAt)
    case .accessToken:
      return accessToken.map { Credentials(accessToken: $0, accountID: nil, expiresAt: nil) }
    case .agentIdentity, .other: return nil
    }
  }

  /// What kind of sign-in an account has that holds this file.
  var credential: CredentialKind {
    switch mode {
    case .accessToken: .accessToken
    case .agentIdentity: .agentIdentity
    case .chatGPT, .apiKey, .other: .standard
    }
  }
}

extension AuthFile {
  /// Whether two sessions belong to the same account and person, as far as both say.
  func isSameAccount(as other: AuthFile) -> Bool {
    func agree(_ ours: String?, _ theirs: String?) -> Bool {
      guard let ours, let theirs else { return true }
      return ours == theirs
    }
    return agree(claims?.accountID, other.claims?.accountID)
      && agree(claims?.userID, other.claims?.userID)
      && agree(accessTokenAccountID, other.accountID)
  }
}

/// What an id token says about its person. Claims stand at the top or in one of two places of their
/// own; codex looks in all of them.
struct IdentityClaims: Hashable, Sendable {
  /// The sign-in's address.
  let email: String?
  /// The plan at the time of the sign-in.
  let plan: Plan?
  /// The person.
  let userID: String?
  /// The ChatGPT account: a person's own or a workspace.
  let accountID: String?

  /// Reads the claims of an id token.
  init(_ token: JSONWebToken) {
    let auth = "https://api.openai.com/auth"
    email =
      Self.text(token["email"]) ?? Self.text(token["https://api.openai.com/profile", "email"])
    plan = Self.text(token[auth, "chatgpt_plan_type"]).map { Plan($0) }
    userID = Self.text(token[auth, "chatgpt_user_id"]) ?? Self.text(token[auth, "user_id"])
    accountID = Self.text(token[auth, "chatgpt_account_id"])
  }

  /// Reads an agent identity: the token it was made from, or the record that codex keeps of it.
  init(agent: JSONValue, token: JSONWebToken?) {
    func claim(_ name: String) -> String? { Self.text(token?[name] ?? agent[name]) }
    email = claim("email")
    plan = claim("plan_type").map { Plan($0) }
    userID = claim("chatgpt_user_id")
    accountID = claim("account_id")
  }

  /// Reads what the server says of a personal access token; nil if it names no account or person.
  init?(whoAmI answer: JSONValue) {
    email = Self.text(answer["email"])
    plan = Self.text(answer["chatgpt_plan_type"]).map { Plan($0) }
    userID = Self.text(answer["chatgpt_user_id"])
    accountID = Self.text(answer["chatgpt_account_id"])
    if userID == nil || accountID == nil { return nil }
  }

  /// Whose they are, nil if the account or the person is not named.
  var identity: Identity? {
    guard let accountID, let userID else { return nil }
    return .chatGPT(accountID: accountID, userID: userID)
  }

  /// A claim that is text and not empty, without what must not reach a screen.
  private static func text(_ value: JSONValue?) -> String? {
    guard let text = value?.text, !text.isEmpty else { return nil }
    let clean = PrintableText.shortened(text, to: 320)
    return clean.isEmpty ? nil : clean
  }
}

/// The payload of a JSON web token (RFC 7519), read and never verified: swop only learns from it whose
/// token it is and when it ends; the server judges it.
struct JSONWebToken: Sendable, Hashable {
  private let payload: Redacted<JSONValue>

  /// Reads a token of three non-empty base64url parts whose second holds a JSON object; nil for
  /// anything else, for example an opaque token.
  init?(_ token: Redacted<String>) {
    let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ Self.bytes(base64URL: $0) != nil }),
      let bytes = Self.bytes(base64URL: parts[1]), let value = try? JSONReader.value(in: bytes),
      value.members != nil
    else { return nil }
    payload = Redacted(value)
  }

  /// A claim by the path of names that leads to it.
  subscript(path: String...) -> JSONValue? {
    path.reduce(payload.reveal()) { (value: JSONValue?, name) in value?[name] }
  }

  /// When the token ends, nil if it does not say.
  var expiresAt: Date? { moment("exp") }

  /// When the token was made, nil if it does not say.
  var issuedAt: Date? { moment("iat") }

  /// A claim in seconds since 1970; values no calendar reaches count as absent.
  private func moment(_ name: String) -> Date? {
    guard let seconds = self[name]?.double, seconds.isFinite, abs(seconds) < 1e12 else {
      return nil
    }
    return Date(timeIntervalSince1970: seconds)
  }

  /// The bytes of base64url text without padding (RFC 4648, section 5); nil if it is none, or empty.
  static func bytes(base64URL text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (buffer, bits) = (UInt32(0), 0)
    for character in text.utf8 {
      guard let value = sextet(character) else { return nil }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bits == 6 || bytes.isEmpty ? nil : bytes
  }

  private static func sextet(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}

/// Random bytes of one root that go into every fingerprint of an API key, so that a fingerprint cannot
/// be looked up in a table of known keys, or compared with another machine's.
struct IdentitySalt: Hashable, Sendable {
  private let bytes: Redacted<[UInt8]>

  /// Takes the salt's bytes.
  init(bytes: [UInt8]) {
    self.bytes = Redacted(bytes)
  }

  /// The salt stored at `path`; made and stored there if there is none. Two processes that do this at
  /// once agree on one.
  ///
  /// - Throws: `FileError` if it can be neither read nor stored.
  static func load(
    from path: FilePath, files: any FileSystem, random: any RandomSource
  ) throws(FileError) -> IdentitySalt {
    if let salt = try stored(at: path, files: files) { return salt }
    let beside = path.parent / ".\(path.name).\(Hexadecimal.text(random.bytes(8)))"
    try files.replace(beside, with: Data(random.bytes(byteCount)), mode: .privateFile)
    do {
      try files.moveWithoutReplacing(beside, to: path)
    } catch {
      // A leftover under an unguessable name harms no one; the loss of the race is not a failure.
      try? files.remove(beside)
      if error.reason != .exists { throw error }
    }
    guard let salt = try stored(at: path, files: files) else {
      throw FileError(operation: "read", path: path, reason: .notFound)
    }
    return salt
  }

  /// The fingerprint of an API key, in hexadecimal.
  func fingerprint(of key: Redacted<String>) -> String {
    Hexadecimal.text(SHA256.digest(bytes.reveal() + Array(key.reveal().utf8)))
  }

  private static let byteCount = 32

  private static func stored(
    at path: FilePath, files: any FileSystem
  ) throws(FileError) -> IdentitySalt? {
    guard let data = try files.readIfPresent(path) else { return nil }
    guard data.count == byteCount else {
      throw FileError(
        operation: "read", path: path, reason: .other("it does not hold \(byteCount) bytes"))
    }
    return IdentitySalt(bytes: Array(data))
  }
}
