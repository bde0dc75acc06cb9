import EngineCore
import Testing

@testable import Engine

@Suite("RefreshSchedule")
struct RefreshScheduleTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(
    "every minute with runs, every five without, doubled by every failure up to 15 minutes",
    arguments: [
      (true, 0, 60.0), (true, 1, 120), (true, 2, 240), (true, 3, 480), (true, 4, 900),
      (false, 0, 300), (false, 1, 600), (false, 2, 900), (false, 1_000_000, 900),
      (true, .max, 900), (true, -1, 60),
    ])
  func intervals(hasRuns: Bool, failures: Int, seconds: Double) {
    let poll = RefreshSchedule.Poll(askedAt: now, hasRuns: hasRuns, failures: failures)

    #expect(RefreshSchedule.interval(of: poll) == seconds)
    #expect(RefreshSchedule.next(poll, at: now) == now + seconds)
  }

  @Test("jitter moves it by a tenth at most, and never beyond 15 minutes")
  func jitter() {
    func interval(_ jitter: Double, failures: Int = 0) -> Double {
      RefreshSchedule.interval(
        of: .init(askedAt: now, hasRuns: false, failures: failures, jitter: jitter))
    }

    #expect(interval(0.9) == 270)
    #expect(interval(1.1) == 330)
    #expect(interval(1.1, failures: 9) == 900)
    #expect(interval(0) == 270)
    #expect(interval(99) == 330)
  }

  @Test("what was never asked, is overdue, or was asked in the future is due now")
  func due() {
    for askedAt in [nil, now - 301, now + 86_400] {
      #expect(RefreshSchedule.next(.init(askedAt: askedAt, hasRuns: false), at: now) == now)
    }
  }

  @Test("a server that wants to be left alone is left alone")
  func retryTime() {
    let asked = RefreshSchedule.Poll(askedAt: now, hasRuns: true, retryAt: now + 3_600)
    let never = RefreshSchedule.Poll(askedAt: nil, hasRuns: true, retryAt: now + 3_600)
    let past = RefreshSchedule.Poll(askedAt: now, hasRuns: true, retryAt: now - 1)

    #expect(RefreshSchedule.next(asked, at: now) == now + 3_600)
    #expect(RefreshSchedule.next(never, at: now) == now + 3_600)
    #expect(RefreshSchedule.next(past, at: now) == now + 60)
  }

  @Test("who is due first is asked first")
  func order() {
    let order = RefreshSchedule.order(
      [
        AccountID("idle"): .init(askedAt: now, hasRuns: false),
        AccountID("busy"): .init(askedAt: now, hasRuns: true),
        AccountID("new-b"): .init(askedAt: nil, hasRuns: false),
        AccountID("new-a"): .init(askedAt: nil, hasRuns: false),
      ], at: now)

    #expect(order.map(\.account.text) == ["new-a", "new-b", "busy", "idle"])
    #expect(order.map(\.at) == [now, now, now + 60, now + 300])
  }
}
