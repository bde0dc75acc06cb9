package import EngineCore

/// A usage limit that the backend says is reached.
package struct UsageLimit: Hashable, Sendable {
  /// When it ends, nil if nothing that makes sense was said.
  package let resetsAt: Date?
  /// The family of the limit when it is not the main one: only its models are out.
  package let family: String?

  /// A limit of its parts.
  package init(resetsAt: Date?, family: String? = nil) {
    self.resetsAt = resetsAt
    self.family = family
  }
}
