package import EngineCore

extension StateDatabase: SentTokenStore {
  package func sentToken(_ digest: String) throws(StoreError) -> SentToken? {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT outcome, detail FROM sent_token WHERE digest = ?", [.text(digest)]
      ) { SentToken(outcome: $0.text(0) ?? "", detail: $0.text(1)) }.first
    }
  }

  package func claimToken(_ digest: String, at now: Date) throws(StoreError) -> Bool {
    try use { (connection) throws(StoreError) in
      try connection.change(
        "INSERT OR IGNORE INTO sent_token (digest, outcome, sent_at) VALUES (?, 'unanswered', ?)",
        [.text(digest), .date(now)]) == 1
    }
  }

  package func settleToken(_ digest: String, _ outcome: SentToken?) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      guard let outcome else {
        try connection.change("DELETE FROM sent_token WHERE digest = ?", [.text(digest)])
        return
      }
      try connection.change(
        "UPDATE sent_token SET outcome = ?2, detail = ?3 WHERE digest = ?1",
        [.text(digest), .text(outcome.name), outcome.detail.map { .text($0) } ?? .null])
    }
  }
}

extension SentToken {
  /// An outcome that this swop does not know counts as one of which nothing is known.
  fileprivate init(outcome: String, detail: String?) {
    switch outcome {
    case "used": self = .used(detail.map { AccountID($0) })
    case "refused": self = .refused(detail ?? "")
    case "uncertain": self = .uncertain(detail ?? "")
    default: self = .unanswered
    }
  }

  fileprivate var name: String {
    switch self {
    case .unanswered: "unanswered"
    case .used: "used"
    case .refused: "refused"
    case .uncertain: "uncertain"
    }
  }

  /// The account's id, or the reason.
  fileprivate var detail: String? {
    switch self {
    case .unanswered: nil
    case .used(let account): account?.text
    case .refused(let reason), .uncertain(let reason): reason
    }
  }
}
