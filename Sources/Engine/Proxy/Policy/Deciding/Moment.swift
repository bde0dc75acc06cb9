package import EngineCore

/// One moment by both clocks: the wall clock, which servers name resets by and which may be set, and
/// the one that never runs backwards, by which everything short is measured.
package struct Moment: Hashable, Sendable {
  /// Wall-clock time.
  package let wall: Date
  /// Time since an arbitrary start; it never runs backwards.
  package let uptime: Duration

  /// A moment by both clocks.
  package init(wall: Date, uptime: Duration) {
    self.wall = wall
    self.uptime = uptime
  }

  /// The moment `duration` later, if nobody sets the clock in between.
  package func advanced(by duration: Duration) -> Moment {
    Moment(wall: wall + duration / .seconds(1), uptime: uptime + duration)
  }
}
