package import EngineCore

/// Every account's rank in automatic choice, and the reason.
package struct WhyDialog: Hashable, Sendable {
  /// One account.
  package struct Line: Hashable, Sendable, Identifiable {
    /// The account.
    package var id: AccountID
    /// Its label.
    package var label: String
    /// Its place, 1 is best.
    package var rank: Int
    /// Whether it can be used now.
    package var isViable: Bool
    /// Why it stands there.
    package var reason: String

    /// A line of its parts.
    package init(id: AccountID, label: String, rank: Int, isViable: Bool, reason: String) {
      self.id = id
      self.label = label
      self.rank = rank
      self.isViable = isViable
      self.reason = reason
    }
  }

  /// What is taken, and why: one sentence.
  package var sentence: String
  /// The rule, for example `most-left`.
  package var strategy: String
  /// Something to know, nil if nothing is.
  package var warning: String?
  /// Every account, best first.
  package var lines: [Line]
  /// The first line that is shown, for long lists.
  package var scroll = 0

  /// An explanation of its parts.
  package init(sentence: String, strategy: String, warning: String? = nil, lines: [Line]) {
    self.sentence = sentence
    self.strategy = strategy
    self.warning = warning
    self.lines = lines
  }
}
