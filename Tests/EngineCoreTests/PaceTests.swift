import Testing

@testable import EngineCore

@Suite("Pace")
struct PaceTests {
  private let readAt = Date(timeIntervalSince1970: 1_800_000_000)
  private let length = 100_000

  @Test("even use is on pace, within 3 points, and lasts to the reset")
  func onPace() throws {
    let pace = try #require(self.pace(used: 50, elapsed: 50_000))

    #expect(pace.expectedLeft == 50)
    #expect(pace.delta == 0)
    #expect(pace.verdict == .onPace)
    #expect(pace.runsOutAt == nil)
    #expect(self.pace(used: 47, elapsed: 50_000)?.verdict == .onPace)
    #expect(self.pace(used: 53, elapsed: 50_000)?.verdict == .onPace)
  }

  @Test("slow use leaves a reserve")
  func reserve() throws {
    let pace = try #require(self.pace(used: 20, elapsed: 50_000))

    #expect(pace.verdict == .inReserve(points: 30))
    #expect(pace.runsOutAt == nil)
  }

  @Test("fast use is over pace and runs out before the reset")
  func overPace() throws {
    let pace = try #require(self.pace(used: 80, elapsed: 50_000))

    #expect(pace.verdict == .overPace(points: 30))
    #expect(pace.runsOutAt == readAt + 12_500)
  }

  @Test("a little over pace runs out too, though the words say on pace")
  func slightlyOver() throws {
    let pace = try #require(self.pace(used: 52, elapsed: 50_000))

    #expect(pace.verdict == .onPace)
    let end = try #require(pace.runsOutAt)
    #expect(abs(end.timeIntervalSince(readAt + 46_153.85)) < 0.1)
  }

  @Test("says nothing in the first tenth, when unused, used up, or without a coming reset")
  func silent() {
    #expect(pace(used: 5, elapsed: 9_999) == nil)
    #expect(pace(used: 5, elapsed: 10_000) != nil)
    #expect(pace(used: 0, elapsed: 50_000) == nil)
    #expect(pace(used: 100, elapsed: 50_000) == nil)
    #expect(pace(used: 130, elapsed: 50_000) == nil)
    #expect(pace(used: 50, elapsed: 100_000) == nil)
    #expect(pace(used: 50, elapsed: -1) == nil)
    let unknown = QuotaWindow(lengthSeconds: length, usedPercent: 50, resetsAt: nil)
    #expect(Pace(of: unknown, readAt: readAt) == nil)
  }

  private func pace(used: Double, elapsed: Double) -> Pace? {
    let resetsAt = readAt + (Double(length) - elapsed)
    return Pace(
      of: QuotaWindow(lengthSeconds: length, usedPercent: used, resetsAt: resetsAt),
      readAt: readAt)
  }
}
