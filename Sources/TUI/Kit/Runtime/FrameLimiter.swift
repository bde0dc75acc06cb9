/// At most so many frames a second; the first one after a pause is drawn at once.
package struct FrameLimiter: Hashable, Sendable {
  /// The shortest time between two frames.
  package let interval: Duration
  private var last: Duration?

  /// A limiter for a number of frames a second.
  package init(framesASecond: Int = 60) {
    interval = .seconds(1) / max(1, framesASecond)
  }

  /// How long to wait for the next frame; zero for none.
  package func delay(at uptime: Duration) -> Duration {
    last.map { max(.zero, $0 + interval - uptime) } ?? .zero
  }

  /// Notes that a frame was drawn.
  package mutating func drew(at uptime: Duration) { last = uptime }
}
