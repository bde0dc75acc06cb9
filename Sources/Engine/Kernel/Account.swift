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
  /// The sign-in's address, for people.
  package var email: String?
  /// The plan as last seen.
  package var plan: Plan?
  /// The mode asked for this account; nil follows the settings.
  package var isolation: IsolationMode?

  /// An account with everything that is known of it.
  package init(
    id: AccountID, key: AccountKey, label: Label, createdAt: Date, lastUsedAt: Date? = nil,
    isEnabled: Bool = true, identity: Identity, email: String? = nil, plan: Plan? = nil,
    isolation: IsolationMode? = nil
  ) {
    self.id = id
    self.key = key
    self.label = label
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
    self.isEnabled = isEnabled
    self.identity = identity
    self.email = email
    self.plan = plan
    self.isolation = isolation
  }
}
