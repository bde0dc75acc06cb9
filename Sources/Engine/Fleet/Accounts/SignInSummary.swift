package import EngineCore

/// What a sign-in says about its account; it carries no secret.
package struct SignInSummary: Hashable, Sendable {
  /// Whose sign-in it is.
  package var identity: Identity
  /// What kind of sign-in it is.
  package var credential: CredentialKind
  /// When it ends for good, nil if it does not or that is unknown.
  package var endsAt: Date?
  /// Its address, for people.
  package var email: String?
  /// Its plan.
  package var plan: Plan?

  /// A summary of its parts.
  package init(
    identity: Identity, credential: CredentialKind = .standard, endsAt: Date? = nil,
    email: String? = nil, plan: Plan? = nil
  ) {
    self.identity = identity
    self.credential = credential
    self.endsAt = endsAt
    self.email = email
    self.plan = plan
  }
}
