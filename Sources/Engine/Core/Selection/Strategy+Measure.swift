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
