import EngineKernel

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
        account.identity, email: account.email, plan: account.plan)
    }

    var account: Account {
      Account(
        id: id, key: key, label: label, createdAt: createdAt.date, lastUsedAt: lastUsedAt?.date,
        isEnabled: enabled, identity: identity.identity, email: identity.email,
        plan: identity.plan, isolation: isolation)
    }
  }

  /// Whose sign-in it is, as version 1 writes it.
  struct IdentityForm: Codable {
    let identity: Identity
    let email: String?
    let plan: Plan?

    private enum CodingKeys: String, CodingKey {
      case fingerprint, email, plan
      case kind = "type"
      case accountID = "account_id"
      case userID = "user_id"
    }

    private enum Kind: String, Codable {
      case chatGPT = "chatgpt"
      case apiKey = "api_key"
    }

    init(_ identity: Identity, email: String?, plan: Plan?) {
      self.identity = identity
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
      try values.encodeIfPresent(email, forKey: .email)
      try values.encodeIfPresent(plan, forKey: .plan)
    }
  }
}
