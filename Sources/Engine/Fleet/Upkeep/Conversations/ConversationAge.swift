package import EngineCore

/// How long ago conversations were used last, in the steps that people think in.
package enum ConversationAge: String, Hashable, Sendable, CaseIterable {
  /// Within seven days.
  case week
  /// Within thirty days, not within seven.
  case month
  /// Within ninety days, not within thirty.
  case quarter
  /// Longer ago.
  case older

  /// The step of a moment.
  package init(of moment: Date, at now: Date) {
    let days = now.timeIntervalSince(moment) / 86_400
    self = days < 7 ? .week : days < 30 ? .month : days < 90 ? .quarter : .older
  }

  /// For people: `< 7d`.
  package var phrase: String {
    switch self {
    case .week: "< 7d"
    case .month: "< 30d"
    case .quarter: "< 90d"
    case .older: "older"
    }
  }
}
