/// How the rows of the list are ordered.
package enum SortOrder: String, Hashable, Sendable, CaseIterable, Codable {
  /// What can be used first: four groups, each in the order added.
  case ready
  /// By state, in the order of the vocabulary.
  case state
  /// The most left of the short window first.
  case shortLeft = "short_left"
  /// The most left of the long window first.
  case longLeft = "long_left"
  /// What resets soonest first.
  case reset
  /// By label.
  case name

  /// The words in the status line.
  package var word: String {
    switch self {
    case .ready: "ready first"
    case .state: "state"
    case .shortLeft: "5h left"
    case .longLeft: "week left"
    case .reset: "next reset"
    case .name: "name"
    }
  }

  /// The order that `t` chooses next.
  package var next: SortOrder {
    let all = SortOrder.allCases
    return all.firstIndex(of: self).map { all[($0 + 1) % all.count] } ?? .ready
  }
}
