import EngineCore

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
