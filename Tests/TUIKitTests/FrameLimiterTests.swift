import Testing

@testable import TUIKit

@Suite("Frame limiter")
struct FrameLimiterTests {
  @Test("the first frame after a pause is drawn at once, the next after the interval")
  func delays() {
    var limiter = FrameLimiter(framesASecond: 50)
    let first = limiter.delay(at: .seconds(10))
    limiter.drew(at: .seconds(10))

    #expect(first == .zero)
    #expect(limiter.delay(at: .seconds(10)) == .milliseconds(20))
    #expect(limiter.delay(at: .milliseconds(10_015)) == .milliseconds(5))
    #expect(limiter.delay(at: .milliseconds(10_020)) == .zero)
    #expect(limiter.delay(at: .seconds(99)) == .zero)
  }

  @Test("a second of wishes without end draws no more than sixty frames")
  func second() {
    var limiter = FrameLimiter()
    var uptime = Duration.zero
    var frames = 0
    while uptime < .seconds(1) {
      limiter.drew(at: uptime)
      frames += 1
      uptime += limiter.delay(at: uptime)
    }

    // One at each end of sixty intervals, which are a little short in whole parts of a second.
    #expect((60...61).contains(frames))
  }
}
