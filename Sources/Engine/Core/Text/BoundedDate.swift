extension Date {
  /// A moment read from disk, which may say anything: the nearest one in the years 1 to 9999, and 1970 for what
  /// is not a finite number. Spans between such moments fit every number type that is used for them.
  package var withinCalendar: Date {
    let seconds = timeIntervalSince1970
    guard seconds.isFinite else { return Date(timeIntervalSince1970: 0) }
    return Date(timeIntervalSince1970: min(253_402_300_799, max(-62_135_596_800, seconds)))
  }
}
