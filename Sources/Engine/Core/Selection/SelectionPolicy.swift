/// What the user wants of automatic choice.
package struct SelectionPolicy: Hashable, Sendable {
  /// How to order the accounts that can be used.
  var strategy: Strategy
  /// The account that `pinned` takes.
  var pinned: AccountID?
  /// API-key accounts that may be used when nothing else can, in this order.
  var fallback: [AccountID]
  /// The account chosen last, which `balanced` leaves only for a clear gain.
  var previous: AccountID?

  /// A policy of its parts.
  package init(
    strategy: Strategy = .mostLeft, pinned: AccountID? = nil, fallback: [AccountID] = [],
    previous: AccountID? = nil
  ) {
    self.strategy = strategy
    self.pinned = pinned
    self.fallback = fallback
    self.previous = previous
  }
}

/// How automatic choice orders the accounts that can be used.
package enum Strategy: String, Hashable, Sendable, Codable, CaseIterable {
  /// The lowest used percent of the longest window of a day or more.
  case mostLeft = "most-left"
  /// Spend what expires soonest, so that no quota is wasted.
  case resetFirst = "reset-first"
  /// Keep accounts level, without changing back and forth.
  case balanced
  /// One after another.
  case drain
  /// Always the same one.
  case pinned
}

extension Strategy {
  /// Whether accounts with little left of a short window go behind the others. Not where an account is
  /// to be used to its end, or where there is no choice.
  var guardsShortWindows: Bool {
    switch self {
    case .mostLeft, .resetFirst, .balanced: true
    case .drain, .pinned: false
    }
  }

  /// What this strategy orders accounts by, the lesser first.
  func measure(of window: QuotaWindow?) -> Double {
    guard let window else { return 0 }
    return switch self {
    case .mostLeft, .balanced, .pinned: window.usedPercent
    case .resetFirst: window.resetsAt?.timeIntervalSince1970 ?? .infinity
    // The one that was begun is used to its end, then the next.
    case .drain: -window.usedPercent
    }
  }
}
