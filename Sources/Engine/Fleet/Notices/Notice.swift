import EngineCore

/// Something worth interrupting a person for.
package struct Notice: Hashable, Sendable {
  /// What it is about.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A session has expired.
    case expired
    /// The server refuses an account.
    case blocked
    /// An account that was used up can be used again.
    case quotaBack = "quota_back"
    /// The accounts together have next to nothing left.
    case poolLow = "pool_low"
    /// A banked reset ends unused soon.
    case resetExpiring = "reset_expiring"
  }

  /// What it is about.
  package let kind: Kind
  /// The label of the account, nil if it is about all of them.
  package let label: String?
  /// One sentence, safe for a screen.
  package let message: String

  /// A notice of its parts; the sentence is made safe.
  package init(_ kind: Kind, label: String?, message: String) {
    self.kind = kind
    self.label = label.map { PrintableText.sanitized($0) }
    self.message = PrintableText.shortened(message, to: 300)
  }
}
