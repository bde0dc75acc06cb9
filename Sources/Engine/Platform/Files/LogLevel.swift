/// How much goes to the log: `SWOP_LOG`.
package enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Nothing.
  case off
  /// What failed.
  case error
  /// And what was put right or left aside.
  case warning
  /// And what happened: the default.
  case info
  /// And what is of use only to whoever looks for a fault.
  case debug

  /// Takes the value of `SWOP_LOG`: a name in any case, nil if it is none.
  package init?(setting: String) {
    self.init(rawValue: setting.lowercased())
  }

  package static func < (first: LogLevel, second: LogLevel) -> Bool {
    first.rank < second.rank
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
