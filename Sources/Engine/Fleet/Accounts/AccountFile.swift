import EngineCore

/// The form of an account on disk: `meta.json` of its sandbox.
enum AccountFile {
  /// The newest form this swop knows, and the one it writes.
  static let version = 1

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - data: its bytes.
  ///   - path: where it is, for errors.
  /// - Returns: The account it tells of.
  /// - Throws: `AccountsError.damaged` or `.tooNew`.
  static func account(from data: Data, at path: FilePath) throws(AccountsError) -> Account {
    do {
      let found = try JSONDecoder().decode(VersionOnly.self, from: data).schemaVersion
      // Every older form gets a case of its own here that turns it into the next one.
      switch found {
      case version: return try JSONDecoder().decode(Form1.self, from: data).account
      case _ where found > version:
        throw AccountsError.tooNew(path: path, version: found, supported: version)
      default:
        throw AccountsError.damaged(path: path, detail: "unknown version \(found)")
      }
    } catch let error as AccountsError {
      throw error
    } catch let error as DecodingError {
      throw .damaged(path: path, detail: clause(error))
    } catch {
      throw .damaged(path: path, detail: "it is not what swop writes")
    }
  }

  /// The bytes of an account's file.
  static func data(of account: Account) throws(AccountsError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(Form1(account)) + Data("\n".utf8)
    } catch {
      throw .damaged(path: FilePath(account.key.text), detail: "it cannot be written as JSON")
    }
  }

  /// What is wrong, without quoting the file: an e-mail address is private.
  static func clause(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "“\(name(context))” has the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "“\(name(context))” has a value that cannot be"
    case .dataCorrupted: "it is not JSON"
    @unknown default: "it is not what swop writes"
    }
  }

  private static func name(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }

  private struct VersionOnly: Decodable {
    let schemaVersion: Int

    enum CodingKeys: String, CodingKey { case schemaVersion = "schema_version" }
  }
}

extension AccountFile {
  /// Version 1 of the file.
  struct Form1: Codable {
    private let schemaVersion: Int
    private let id: AccountID
    private let label: Label
    private let key: AccountKey
    private let createdAt: FileDate
    private let lastUsedAt: FileDate?
    private let enabled: Bool
    private let isolation: IsolationMode?
    private let identity: IdentityForm

    private enum CodingKeys: String, CodingKey {
      case id, label, key, enabled, isolation, identity
      case schemaVersion = "schema_version"
      case createdAt = "created_at"
      case lastUsedAt = "last_used_at"
    }

    init(_ account: Account) {
      schemaVersion = 1
      id = account.id
      label = account.label
      key = account.key
      createdAt = FileDate(account.createdAt)
      lastUsedAt = account.lastUsedAt.map(FileDate.init)
      enabled = account.isEnabled
      isolation = account.isolation
      identity = IdentityForm(
        account.identity, credential: account.credential,
        endsAt: account.endsAt.map(FileDate.init), email: account.email, plan: account.plan)
    }

    var account: Account {
      Account(
        id: id, key: key, label: label, createdAt: createdAt.date, lastUsedAt: lastUsedAt?.date,
        isEnabled: enabled, identity: identity.identity, credential: identity.credential,
        endsAt: identity.endsAt?.date, email: identity.email, plan: identity.plan,
        isolation: isolation)
    }
  }

  /// Whose sign-in it is, as version 1 writes it.
  struct IdentityForm: Codable {
    let identity: Identity
    let credential: CredentialKind
    let endsAt: FileDate?
    let email: String?
    let plan: Plan?

    private enum CodingKeys: String, CodingKey {
      case fingerprint, email, plan, credential
      case endsAt = "ends_at"
      case kind = "type"
      case accountID = "account_id"
      case userID = "user_id"
    }

    private enum Kind: String, Codable {
      case chatGPT = "chatgpt"
      case apiKey = "api_key"
    }

    init(
      _ identity: Identity, credential: CredentialKind, endsAt: FileDate?, email: String?,
      plan: Plan?
    ) {
      self.identity = identity
      self.credential = credential
      self.endsAt = endsAt
      self.email = email
      self.plan = plan
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      switch try values.decode(Kind.self, forKey: .kind) {
      case .chatGPT:
        identity = .chatGPT(
          accountID: try values.decode(String.self, forKey: .accountID),
          userID: try values.decode(String.self, forKey: .userID))
      case .apiKey:
        identity = .apiKey(fingerprint: try values.decode(String.self, forKey: .fingerprint))
      }
      credential =
        try values.decodeIfPresent(CredentialKind.self, forKey: .credential) ?? .standard
      endsAt = try values.decodeIfPresent(FileDate.self, forKey: .endsAt)
      email = try values.decodeIfPresent(String.self, forKey: .email)
      plan = try values.decodeIfPresent(Plan.self, forKey: .plan)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      switch identity {
      case .chatGPT(let accountID, let userID):
        try values.encode(Kind.chatGPT, forKey: .kind)
        try values.encode(accountID, forKey: .accountID)
        try values.encode(userID, forKey: .userID)
      case .apiKey(let fingerprint):
        try values.encode(Kind.apiKey, forKey: .kind)
        try values.encode(fingerprint, forKey: .fingerprint)
      }
      // The usual kind is not written: earlier versions know no other.
      if credential != .standard { try values.encode(credential, forKey: .credential) }
      try values.encodeIfPresent(endsAt, forKey: .endsAt)
      try values.encodeIfPresent(email, forKey: .email)
      try values.encodeIfPresent(plan, forKey: .plan)
    }
  }
}

/// A moment in a file of swop: RFC 3339 in UTC with milliseconds, so that accounts made within one second
/// keep their order.
struct FileDate: Hashable, Sendable, Codable {
  /// The moment, in whole milliseconds.
  let date: Date

  /// Takes a moment to the millisecond.
  init(_ date: Date) {
    let milliseconds = (date.withinCalendar.timeIntervalSince1970 * 1_000).rounded()
    self.date = Date(timeIntervalSince1970: milliseconds / 1_000)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let date =
      (try? Self.style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    guard let date else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment")
    }
    self.init(date)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(date.formatted(Self.style))
  }

  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

/// What a trash entry says beside its account: `trash.json` in its folder, written before the folder
/// moves. It keeps label and key, because a restore under others writes those into `meta.json` first and
/// may be cut short.
struct TrashFile: Codable, Hashable {
  /// The newest form this swop knows, and the one it writes.
  static let version = 1
  /// The file's name.
  static let name = "trash.json"

  private let schemaVersion: Int
  private let moment: FileDate
  private var serverMoment: FileDate?
  /// Whether the sign-in was ended at the server.
  let isSignedOut: Bool
  /// The label when the account was thrown away.
  let label: Label
  /// The key when the account was thrown away.
  let key: AccountKey

  private enum CodingKeys: String, CodingKey {
    case label, key
    case schemaVersion = "schema_version"
    case moment = "trashed_at"
    case serverMoment = "server_date"
    case isSignedOut = "signed_out"
  }

  init(_ account: Account, trashedAt: Date, serverDate: Date?, isSignedOut: Bool) {
    schemaVersion = Self.version
    moment = FileDate(trashedAt)
    serverMoment = serverDate.map { FileDate($0) }
    self.isSignedOut = isSignedOut
    label = account.label
    key = account.key
  }

  /// When it was thrown away.
  var trashedAt: Date { moment.date }

  /// The date by the server's clock at that moment or later; nil if it is not known.
  var serverDate: Date? {
    get { serverMoment?.date }
    set { serverMoment = newValue.map { FileDate($0) } }
  }

  /// Reads a file.
  init(_ data: Data, at path: FilePath) throws(AccountsError) {
    do {
      self = try JSONDecoder().decode(TrashFile.self, from: data)
    } catch let error as DecodingError {
      throw .damaged(path: path, detail: AccountFile.clause(error))
    } catch {
      throw .damaged(path: path, detail: "it is not what swop writes")
    }
    guard schemaVersion <= Self.version else {
      throw .tooNew(path: path, version: schemaVersion, supported: Self.version)
    }
  }

  /// The file's bytes.
  func data(at path: FilePath) throws(AccountsError) -> Data {
    do {
      return try JSONEncoder().encode(self)
    } catch {
      throw .damaged(path: path, detail: "it cannot be written as JSON")
    }
  }
}
