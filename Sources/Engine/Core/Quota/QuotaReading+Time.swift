extension QuotaReading {
  /// Whether the server's own verdict is that the account cannot be used.
  package var isRefused: Bool { isAllowed == false || isLimitReached == true }

  /// The main windows of which nothing is left.
  package var usedUpWindows: [QuotaWindow] { windows.filter(\.isUsedUp) }

  /// The main window that is low and has the least left, the longest of equals; nil if none is low.
  package var lowWindow: QuotaWindow? {
    windows.filter(\.isLow).min {
      ($0.leftPercent, -$0.lengthSeconds) < ($1.leftPercent, -$1.lengthSeconds)
    }
  }

  /// The reading as it stands at `now`: ended windows start anew, and a refusal is over when every
  /// window that caused it has ended. A refusal with another cause, or with none that shows, stays.
  package func at(_ now: Date) -> QuotaReading {
    let renewed = windows.map { $0.at(now) }
    let isOver =
      isRefused && !usedUpWindows.isEmpty && !renewed.contains(where: \.isUsedUp)
      && (reachedType ?? Self.windowLimit) == Self.windowLimit
    return QuotaReading(
      readAt: readAt, source: source, plan: plan,
      isAllowed: isOver ? isAllowed.map { _ in true } : isAllowed,
      isLimitReached: isOver ? isLimitReached.map { _ in false } : isLimitReached,
      windows: renewed,
      extraLimits: extraLimits.map { limit in
        NamedLimit(name: limit.name, windows: limit.windows.map { $0.at(now) })
      },
      credits: credits, bankedResets: bankedResets, bankedResetsEnd: bankedResetsEnd,
      reachedType: isOver ? nil : reachedType)
  }

  /// The server's word for a limit that ends with its window.
  private static let windowLimit = "rate_limit_reached"
}
