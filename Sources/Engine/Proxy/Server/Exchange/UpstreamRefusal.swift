import EngineProxyPolicy

/// Why no request could be sent for an account: an outcome like that of a request.
struct UpstreamRefusal: Error {
  /// What the rotation is told.
  let outcome: UpstreamOutcome

  /// A refusal.
  init(_ outcome: UpstreamOutcome) {
    self.outcome = outcome
  }
}
