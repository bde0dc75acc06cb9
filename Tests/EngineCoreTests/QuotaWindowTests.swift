import Testing

@testable import EngineCore

@Suite("QuotaWindow and QuotaReading")
struct QuotaWindowTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(
    "a window is named by its length, however the server rounds it",
    arguments: [
      (18_000, "5h"), (17_940, "5h"), (604_800, "week"), (604_740, "week"), (2_592_000, "30d"),
      (2_700, "45m"), (86_400, "1d"), (90_000, "25h"), (60, "1m"), (45, "45s"), (1, "1s"),
      (Int.max, "3650d"), (0, "1s"), (-5, "1s"),
    ])
  func name(length: Int, name: String) {
    #expect(QuotaWindow(lengthSeconds: length, usedPercent: 0, resetsAt: nil).name == name)
  }

  @Test(
    "left is what used leaves, within 0 and 100",
    arguments: [
      (0.0, 100.0, false), (36.5, 63.5, false), (100, 0, true), (250, 0, true), (-3, 100, false),
      (.infinity, 0, true), (-.infinity, 100, false), (.nan, 0, true),
    ])
  func left(used: Double, left: Double, usedUp: Bool) {
    let window = QuotaWindow(lengthSeconds: 60, usedPercent: used, resetsAt: nil)

    #expect(window.leftPercent == left)
    #expect(window.isUsedUp == usedUp)
    #expect(window.usedPercent.isFinite)
  }

  @Test("15% left is low, more is not")
  func low() {
    #expect(QuotaWindow(lengthSeconds: 60, usedPercent: 85, resetsAt: nil).isLow)
    #expect(!QuotaWindow(lengthSeconds: 60, usedPercent: 84.9, resetsAt: nil).isLow)
  }

  @Test("a window starts over at its reset, and not a second before")
  func reset() {
    let window = QuotaWindow(lengthSeconds: 60, usedPercent: 40, resetsAt: now)

    #expect(window.at(now - 1) == window)
    #expect(window.at(now) == QuotaWindow(lengthSeconds: 60, usedPercent: 0, resetsAt: nil))
  }

  @Test("a reading keeps its windows shortest first and knows its short and its long one")
  func order() {
    let reading = reading([(604_800, 1), (18_000, 2), (3_600, 3), (2_592_000, 4)])

    #expect(reading.windows.map(\.usedPercent) == [3, 2, 1, 4])
    #expect(reading.shortWindow?.name == "1h")
    #expect(reading.longestLongWindow?.name == "30d")
    #expect(self.reading([(3_600, 0)]).longestLongWindow == nil)
    #expect(self.reading([(86_400, 0)]).shortWindow == nil)
  }

  @Test("a reading is stale after 15 minutes, and when it comes from the future")
  func stale() {
    let reading = reading([])

    #expect(!reading.isStale(at: now + 900))
    #expect(reading.isStale(at: now + 901))
    #expect(!reading.isStale(at: now - 60))
    #expect(reading.isStale(at: now - 901))
    #expect(reading.age(at: now - 60) == 0)
  }

  @Test("a limit is over for a reading when all of its used-up windows have ended")
  func limitOver() {
    let limited = reading([(18_000, 100), (604_800, 20)], allowed: false, resets: 60)

    #expect(limited.isRefused)
    #expect(limited.at(now + 59).isRefused)
    let later = limited.at(now + 60)
    #expect(!later.isRefused)
    #expect(later.isAllowed == true)
    #expect(later.isLimitReached == false)
    #expect(later.windows.allSatisfy { $0.usedPercent == 0 })
  }

  @Test("a refusal that no window explains stays")
  func refusalStays() {
    #expect(reading([(18_000, 20)], allowed: false, resets: 60).at(now + 999).isRefused)
  }

  private func reading(
    _ windows: [(Int, Double)], allowed: Bool = true, resets: Double? = nil
  ) -> QuotaReading {
    QuotaReading(
      readAt: now, source: .usage, isAllowed: allowed, isLimitReached: !allowed,
      windows: windows.map { length, used in
        QuotaWindow(
          lengthSeconds: length, usedPercent: used, resetsAt: resets.map { now + $0 })
      })
  }
}
