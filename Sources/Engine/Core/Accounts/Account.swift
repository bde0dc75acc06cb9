/// What an account signs in with, beside the usual session or API key.
package enum CredentialKind: String, Hashable, Sendable, Codable {
  /// A session that is renewed, or an API key: the identity says which.
  case standard
  /// A personal access token, never renewed.
  case accessToken = "access_token"
  /// An agent identity: only codex itself can sign requests with it.
  case agentIdentity = "agent_identity"
}

/// A sign-in with a label, and the sandbox that holds it.
package struct Account: Hashable, Sendable, Identifiable {
  /// Never changes, never reused.
  package let id: AccountID
  /// The sandbox's folder name; never changes.
  package let key: AccountKey
  /// The name a person gave it.
  package var label: Label
  /// When the sandbox was made.
  package let createdAt: Date
  /// When a run was last started on it.
  package var lastUsedAt: Date?
  /// Whether automatic choice may use it.
  package var isEnabled: Bool
  /// Whose sign-in it holds.
  package var identity: Identity
  /// What it signs in with.
  package var credential: CredentialKind
  /// When its sign-in ends for good, nil if it does not or that is unknown.
  package var endsAt: Date?
  /// The sign-in's address, for people.
  package var email: String?
  /// The plan as last seen.
  package var plan: Plan?
  /// The mode asked for this account; nil follows the settings.
  package var isolation: IsolationMode?

  /// An account with everything that is known of it.
  package init(
    id: AccountID, key: AccountKey, label: Label, createdAt: Date, lastUsedAt: Date? = nil,
    isEnabled: Bool = true, identity: Identity,
    credential: CredentialKind = .standard, endsAt: Date? = nil, email: String? = nil,
    plan: Plan? = nil, isolation: IsolationMode? = nil
  ) {
    self.id = id
    self.key = key
    self.label = label
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
    self.isEnabled = isEnabled
    self.identity = identity
    self.credential = credential
    self.endsAt = endsAt
    self.email = email
    self.plan = plan
    self.isolation = isolation
  }

  /// The kind of sign-in, as scripts see it: `chatgpt`, `api_key` or `token`.
  package var kind: String {
    switch credential {
    case .standard: identity.isAPIKey ? "api_key" : "chatgpt"
    case .accessToken, .agentIdentity: "token"
    }
  }

  /// Whether a proxy may use it: codex alone can use an agent identity, and API keys are billed.
  package var canBeShared: Bool { !identity.isAPIKey && credential != .agentIdentity }
}

/// The lasting identity of an account: a lower-case UUID, never reused, independent of label and
/// folder. History, readings and affinity refer to an account by it.
package struct AccountID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The text form, as stored.
  package let text: String

  /// Takes an identity as it was stored.
  package init(_ text: String) {
    self.text = text
  }

  /// A fresh identity.
  package init(from random: any RandomSource) {
    text = random.uuid()
  }

  package init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package var description: String { text }
}

/// Whose sign-in an account holds. Two sandboxes never hold the same identity.
package enum Identity: Hashable, Sendable, Codable {
  /// Account id together with user id: members of one workspace share the account id.
  case chatGPT(accountID: String, userID: String)
  /// A salted hash of an API key, in hexadecimal.
  case apiKey(fingerprint: String)

  /// The ChatGPT account id, nil for an API key.
  package var chatGPTAccountID: String? {
    if case .chatGPT(let accountID, _) = self { accountID } else { nil }
  }

  /// Whether the account is paid by API key and so has no quota windows.
  package var isAPIKey: Bool {
    if case .apiKey = self { true } else { false }
  }
}

/// How far a sandbox is kept apart (spec: sandboxes, two modes).
package enum IsolationMode: String, Hashable, Sendable, Codable, CaseIterable {
  /// Configuration and conversations are shared with `~/.codex` by an explicit list.
  case relaxed
  /// Home folder, configuration and conversations are the sandbox's own.
  case strict
}

/// An account in the trash.
package struct TrashedAccount: Hashable, Sendable {
  /// The account as it was.
  package let account: Account
  /// When it was thrown away.
  package let trashedAt: Date
  /// The date by the server's clock when it was thrown away, or later; nil if that was not known.
  package let serverDate: Date?
  /// Whether its sign-in was ended at the server: a restore comes back expired.
  package let isSignedOut: Bool
  /// The folder that holds it.
  package let folder: FilePath

  /// A trash entry of its parts.
  package init(
    account: Account, trashedAt: Date, serverDate: Date? = nil, isSignedOut: Bool, folder: FilePath
  ) {
    self.account = account
    self.trashedAt = trashedAt
    self.serverDate = serverDate
    self.isSignedOut = isSignedOut
    self.folder = folder
  }
}

/// What an account can do now: one word, one meaning, everywhere. The first that applies counts, in
/// the order of the cases.
package enum AccountState: String, Hashable, Sendable, Codable, CaseIterable {
  /// Switched off by the user.
  case off
  /// The sign-in is no longer valid.
  case expired
  /// Refused by the server although no window is used up.
  case blocked
  /// A window is used up.
  case waiting
  /// Never measured, or unreadable.
  case unknown
  /// 15% or less left in a window.
  case low
  /// Runs are in progress on it.
  case inUse = "in_use"
  /// Signed in, more than 15% left everywhere.
  case ready

  /// The word shown to people.
  package var word: String { self == .inUse ? "in use" : rawValue }
}

/// What swop learned about an account beside its quota: a dead sign-in, a refusal. It is stored, so
/// that every process knows it at once.
package struct AccountCondition: Hashable, Sendable, Codable {
  /// Since when the sign-in is known to be dead, nil while it is not.
  package var expiredSince: Date?
  /// Why the sign-in is dead, for people; never a server payload.
  package var expiredReason: String?
  /// The sign-in that was found dead, as a hash of its refresh token: a newer sign-in on disk makes
  /// the mark void.
  package var expiredCredential: String?
  /// Until when the server refuses the account; nil if it does not, or gave no time.
  var blockedUntil: Date?
  /// Why the server refuses the account, nil if it does not.
  package var blockedReason: String?
  /// When the refusal was seen; nil where that was not noted.
  var blockedAt: Date?
  /// The windows as they were known when it was seen.
  var blockedWindows: [QuotaWindow]?

  /// An account about which nothing is known.
  package init(
    expiredSince: Date? = nil, expiredReason: String? = nil, expiredCredential: String? = nil,
    blockedUntil: Date? = nil, blockedReason: String? = nil, blockedAt: Date? = nil,
    blockedWindows: [QuotaWindow]? = nil
  ) {
    self.expiredSince = expiredSince
    self.expiredReason = expiredReason
    self.expiredCredential = expiredCredential
    self.blockedUntil = blockedUntil
    self.blockedReason = blockedReason
    self.blockedAt = blockedAt
    self.blockedWindows = blockedWindows
  }

  /// Whether the sign-in is dead.
  package var isExpired: Bool { expiredSince != nil }
}
