import Testing

@testable import EngineCore

@Suite("CapacityForecast")
struct CapacityForecastTests {
  private let now = Date(timeIntervalSince1970: 1_795_098_727)

  private func part(_ name: String, left: Double, in seconds: Double?) -> CapacityForecast.Part {
    CapacityForecast.Part(
      account: AccountID(name), left: left, resetsAt: seconds.map { now + $0 })
  }

  @Test("the pool rises to the full window of each account when it resets")
  func rises() {
    let forecast = CapacityForecast(
      [
        part("a", left: 20, in: 3_600), part("b", left: 60, in: 7_200),
        part("c", left: 100, in: nil),
      ],
      now: now)

    let series = forecast.series(from: now, seconds: 10_800, samples: 3)

    #expect(series == [60, 260.0 / 3, 100])
    #expect(forecast.left(at: now + 3_600) == 260.0 / 3)
    #expect(forecast.levels == [260.0 / 3, 100])
    #expect(forecast.windowsNow == 1.8)
    #expect(forecast.resets.map(\.account.text) == ["a", "b"])
  }

  @Test("the pool runs dry between resets if it is drawn on faster than it comes back")
  func runsDry() {
    let forecast = CapacityForecast(
      [part("a", left: 50, in: 7_200), part("b", left: 0, in: 36_000)], now: now)

    #expect(forecast.runsDry(rate: 0.5, from: now, within: 86_400) == now + 3_600)
    #expect(forecast.runsDry(rate: 0.2, from: now, within: 86_400) == now + 7_200 + 10_800)
    #expect(forecast.runsDry(rate: 0.01, from: now, within: 86_400) == nil)
    #expect(forecast.runsDry(rate: 0, from: now, within: 86_400) == nil)
  }

  @Test("an empty pool has nothing to show")
  func empty() {
    let forecast = CapacityForecast([], now: now)

    #expect(forecast.series(from: now, seconds: 60, samples: 4).isEmpty)
    #expect(forecast.left(at: now) == 0)
  }
}
