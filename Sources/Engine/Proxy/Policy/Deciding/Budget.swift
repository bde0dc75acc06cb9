/// How much trying one request is worth: at most four tries of an upstream, and a minute in all.
package struct Budget: Hashable, Sendable {
  /// The most tries.
  package static let tries = 4
  /// The longest time from a request's arrival to its last try.
  package static let time = Duration.seconds(60)

  /// When the request arrived, by the clock that never runs backwards.
  package let startedAt: Duration
  /// Tries so far.
  package private(set) var spent = 0

  /// A full budget.
  package init(startedAt: Duration) {
    self.startedAt = startedAt
  }

  /// Notes that a try begins; it is never given back, whatever becomes of it.
  package mutating func spendTry() {
    spent += 1
  }

  /// Whether another try may begin after `pause`.
  package func allows(after pause: Duration = .zero, at now: Duration) -> Bool {
    spent < Self.tries && now + pause - startedAt < Self.time
  }

  /// When the time is over.
  package var deadline: Duration { startedAt + Self.time }
}
