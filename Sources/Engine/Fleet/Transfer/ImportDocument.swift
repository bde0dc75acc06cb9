import EngineCore

/// What a file that may hold sign-ins turned out to be.
enum ImportDocument: Sendable {
  /// One record of a file: a sign-in, or why it is none.
  typealias Record = Result<ImportableSignIn, DocumentFlaw>

  /// Records in the open, in their order; at least one.
  case open([Record])
  /// An export that a passphrase opens.
  case sealed(SealedExport)

  /// No file holds more sign-ins.
  static let signInLimit = 1_000
  /// The byte order mark that some editors put first.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads the bytes of a file, whatever program wrote it.
  ///
  /// - Throws: `DocumentFlaw` if the file as a whole is not a list of sign-ins, or its only sign-in cannot be
  ///   used. What is wrong with one record of a list stands in its place.
  init(_ bytes: [UInt8]) throws(DocumentFlaw) {
    let value: JSONValue
    do {
      let start = bytes.starts(with: Self.mark) ? Self.mark.count : 0
      value = try JSONReader.value(in: Array(bytes[start...]))
    } catch {
      throw DocumentFlaw(error.clause, error.kind == .cutShort ? .halfWritten : .unusable)
    }
    try self.init(value)
  }

  private init(_ value: JSONValue) throws(DocumentFlaw) {
    if let elements = value.elements {
      self = .open(try Self.records(elements, Self.signIn))
      return
    }
    guard value.members != nil else { throw DocumentFlaw("it is not a JSON object", .foreign) }
    if value["format"]?.text == ExportDocument.format {
      if let sealed = try SealedExport(document: value) {
        self = .sealed(sealed)
      } else {
        self = .open(try ExportDocument.records(in: value))
      }
    } else if let accounts = value["accounts"]?.elements {
      self = .open(try Self.records(accounts, Self.listedAccount))
    } else if OpenCodeDocument.isOne(value) {
      self = .open(try OpenCodeDocument.records(in: value))
    } else {
      self = .open([.success(try Self.signIn(value))])
    }
  }

  /// One sign-in as codex or CLIProxyAPI write it.
  private static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    if CPADocument.isOne(value) { return try CPADocument.signIn(value) }
    return ImportableSignIn(.codex, .whole(try wholeFile(value)))
  }

  /// One account of a list that codex-switcher or codex-multi-auth keep.
  private static func listedAccount(
    _ value: JSONValue
  ) throws(DocumentFlaw) -> ImportableSignIn {
    if value["auth_data"] != nil { return try SwitcherDocument.signIn(value) }
    if value["refreshToken"] == nil && (value["tokens"] != nil || value["refresh_token"] != nil) {
      return try signIn(value)
    }
    return try MultiAuthDocument.signIn(value)
  }

  /// A sign-in in codex's form that can become an account's, with nothing beside it.
  static func wholeFile(_ value: JSONValue) throws(DocumentFlaw) -> AuthFile {
    let file: AuthFile
    do {
      file = try AuthFile(value)
    } catch {
      throw DocumentFlaw(error.clause)
    }
    let isSignIn = ["tokens", "OPENAI_API_KEY", "auth_mode"].contains { value[$0] != nil }
    if let flaw = file.importFlaw { throw DocumentFlaw(flaw, isSignIn ? .unusable : .foreign) }
    return file.withoutExtras
  }

  /// Reads each record of a list; one that cannot be used does not block the others.
  static func records(
    _ values: [JSONValue], _ read: (JSONValue) throws(DocumentFlaw) -> ImportableSignIn
  ) throws(DocumentFlaw) -> [Record] {
    if values.isEmpty { throw DocumentFlaw("it holds no sign-in", .foreign) }
    if values.count > signInLimit {
      throw DocumentFlaw("it holds more than \(signInLimit) sign-ins")
    }
    return values.map { value in
      do throws(DocumentFlaw) {
        guard value.members != nil else { throw DocumentFlaw("it is not a JSON object") }
        return .success(try read(value))
      } catch {
        var flaw = error
        flaw.name = ["label", "name", "accountLabel", "email"].lazy
          .compactMap { value[$0]?.text }.first { !$0.isEmpty }
        return .failure(flaw)
      }
    }
  }
}

/// Why a document, or one record of it, cannot be imported: one clause that carries no piece of it.
package struct DocumentFlaw: Error, Hashable, Sendable {
  /// What a flaw means for a folder that holds more files.
  package enum Kind: Hashable, Sendable {
    /// The file ends in the middle: it may be read while another program writes it.
    case halfWritten
    /// It is whole, and belongs to something else.
    case foreign
    /// It is a sign-in, or may be one, that cannot be used.
    case unusable
  }

  /// What is wrong.
  let clause: String
  /// What that means.
  let kind: Kind
  /// The name or address that the record has in its file, nil if it has none.
  var name: String?

  init(_ clause: String, _ kind: Kind = .unusable, name: String? = nil) {
    self.clause = clause
    self.kind = kind
    self.name = name
  }
}

/// A sign-in as CLIProxyAPI keeps it: one flat object a file.
enum CPADocument {
  private static let known: Set<String> = [
    "type", "email", "id_token", "access_token", "refresh_token", "account_id", "last_refresh",
    "expired",
  ]

  /// Whether an object has this form.
  static func isOne(_ value: JSONValue) -> Bool {
    value["tokens"] == nil && value["refresh_token"] != nil
  }

  /// The sign-in of an object of this form; what stands beside it is kept.
  static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    if let type = value["type"], type.text != "codex" {
      let name = type.text.map { PrintableText.shortened($0, to: 40) } ?? "something else"
      throw DocumentFlaw("it is a sign-in for \(name), not for codex", .foreign)
    }
    let fields = SessionFields(
      idToken: value["id_token"], accessToken: value["access_token"],
      refreshToken: value["refresh_token"], accountID: value["account_id"],
      lastRefresh: value["last_refresh"])
    let beside = (value.members ?? []).filter { !known.contains($0.name) }
    return ImportableSignIn(
      .cliProxyAPI, try fields.content(), email: value["email"]?.text,
      isEnabled: value["disabled"]?.boolean != true,
      beside: beside.isEmpty ? nil : .object(beside))
  }

  /// A session in this form, with what stood beside it when it came; nil for an API key.
  static func document(of file: AuthFile, email: String?, beside: JSONValue?) -> JSONValue? {
    guard file.mode == .chatGPT, let tokens = file.tokens else { return nil }
    var document: JSONValue = [
      "id_token": .string(tokens.idToken.reveal()),
      "access_token": .string(tokens.accessToken.reveal()),
      "refresh_token": .string(tokens.refreshToken.reveal()),
      "account_id": .string(file.accountID ?? ""),
      "last_refresh": .string(file.lastRefresh.map(ClockText.stamp) ?? ""),
      "email": .string(file.claims?.email ?? email ?? ""),
      "type": "codex",
      "expired": .string(file.accessTokenExpiresAt.map(ClockText.stamp) ?? ""),
    ]
    for member in beside?.members ?? [] where document[member.name] == nil {
      document[member.name] = member.value
    }
    return document
  }
}

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

/// A session without an id token: it says whose it is and what it can do only after it was renewed once,
/// which takes it away from the program that wrote it.
struct PendingSession: Hashable, Sendable {
  /// Buys the first whole session.
  let refreshToken: Redacted<String>
  /// The ChatGPT account that it is for, as far as its file says.
  let accountID: String?
  /// Whose it is, as far as its access token says.
  let identity: Identity?
  /// The person's address, as far as its access token says.
  let email: String?

  /// A session of its parts.
  init(
    refreshToken: Redacted<String>, accountID: String?, identity: Identity?, email: String? = nil
  ) {
    self.refreshToken = refreshToken
    self.accountID = accountID
    self.identity = identity
    self.email = email
  }

  /// The whole session after a renewal; nil if the answer leaves something out that codex needs.
  func completed(by renewed: RenewedTokens, at now: Date) -> AuthFile? {
    guard let idToken = renewed.idToken, let accessToken = renewed.accessToken,
      let token = JSONWebToken(idToken)
    else { return nil }
    let tokens = AuthTokens(
      idToken: idToken, accessToken: accessToken,
      refreshToken: renewed.refreshToken ?? refreshToken,
      accountID: IdentityClaims(token).accountID ?? accountID)
    return AuthFile(tokens: tokens, at: now)
  }
}
