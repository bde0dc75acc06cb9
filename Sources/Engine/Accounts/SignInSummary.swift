package import EngineKernel

/// What a sign-in says about its account; it carries no secret.
package struct SignInSummary: Hashable, Sendable {
  /// Whose sign-in it is.
  package var identity: Identity
  /// Its address, for people.
  package var email: String?
  /// Its plan.
  package var plan: Plan?

  /// A summary of its parts.
  package init(identity: Identity, email: String? = nil, plan: Plan? = nil) {
    self.identity = identity
    self.email = email
    self.plan = plan
  }
}
