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
