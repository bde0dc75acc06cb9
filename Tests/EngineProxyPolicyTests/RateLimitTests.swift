import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Rate limits in answers")
struct RateLimitTests {
  private func fields(_ pairs: [String: String]) -> [HTTPField] {
    pairs.map { HTTPField("X-Codex-" + $0.key, $0.value) }
  }

  @Test("headers become a reading: windows by length, other limits, credits")
  func reading() {
    let headers = fields([
      "primary-used-percent": "12.5", "primary-window-minutes": "300",
      "primary-reset-at": "1790003600", "secondary-used-percent": "40",
      "secondary-window-minutes": "10080", "secondary-reset-at": "1790600000",
      "bengalfox-primary-used-percent": "3", "bengalfox-primary-window-minutes": "300",
      "bengalfox-limit-name": "Spark", "credits-has-credits": "True", "credits-unlimited": "false",
      "credits-balance": "9.99",
    ])

    let reading = RateLimitHeaders.reading(headers, isServed: true, at: start)

    #expect(
      reading
        == QuotaReading(
          readAt: start, source: .response, isAllowed: true, isLimitReached: false,
          windows: [
            QuotaWindow(lengthSeconds: 18_000, usedPercent: 12.5, resetsAt: start + 3_600),
            QuotaWindow(lengthSeconds: 604_800, usedPercent: 40, resetsAt: start + 600_000),
          ],
          extraLimits: [
            NamedLimit(
              name: "Spark",
              windows: [QuotaWindow(lengthSeconds: 18_000, usedPercent: 3, resetsAt: nil)])
          ], credits: Credits(hasCredits: true, isUnlimited: false, balance: "9.99")))
  }

  @Test(
    "a window without a number for its use or its length is left out",
    arguments: ["", "nan", "inf", "many", "-"])
  func badNumbers(_ text: String) {
    let used = fields(["primary-used-percent": text, "primary-window-minutes": "300"])
    let length = fields(["primary-used-percent": "5", "primary-window-minutes": text])

    #expect(RateLimitHeaders.reading(used, isServed: true, at: start) == nil)
    #expect(RateLimitHeaders.reading(length, isServed: true, at: start) == nil)
  }

  @Test("a reset that is past, absurd or not a number is not a reset, the window stays")
  func badResets() {
    let resets = ["1", "nan", "-5", "soon"].map { reset in
      RateLimitHeaders.reading(
        fields([
          "primary-used-percent": "150", "primary-window-minutes": "1e300",
          "primary-reset-at": reset,
        ]), isServed: nil, at: start)?.windows
    }

    let window = QuotaWindow(lengthSeconds: 1_000_000_000, usedPercent: 150, resetsAt: nil)
    #expect(resets == Array(repeating: [window], count: 4))
  }

  @Test("an event of a stream or WebSocket becomes a reading")
  func event() {
    let event = #"""
      {"type":"codex.rate_limits","plan_type":"Plus","rate_limits":{"primary":{"used_percent":7.5,
      "window_minutes":300,"reset_at":1790003600},"secondary":null},"credits":null}
      """#

    let reading = RateLimitEvent.reading(in: Array(event.utf8)[...], at: start)

    #expect(
      reading
        == QuotaReading(
          readAt: start, source: .response, plan: Plan("plus"), isAllowed: true,
          isLimitReached: false,
          windows: [
            QuotaWindow(lengthSeconds: 18_000, usedPercent: 7.5, resetsAt: start + 3_600)
          ]))
  }

  @Test(
    "an event that says nothing gives no reading",
    arguments: [
      "", "{}", "[]", #"{"type":"codex.rate_limits"}"#,
      #"{"type":"codex.rate_limits","rate_limits":3}"#,
      #"{"type":"response.created","rate_limits":{"primary":{"used_percent":1,"window_minutes":5}}}"#,
    ])
  func emptyEvent(_ text: String) {
    #expect(RateLimitEvent.reading(in: Array(text.utf8)[...], at: start) == nil)
  }

  @Test("what a response leaves out comes from the older reading, with ended windows started over")
  func completed() {
    let older = QuotaReading(
      readAt: start - 600, source: .usage, plan: Plan("pro"), isAllowed: true,
      isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: 18_000, usedPercent: 90, resetsAt: start - 5),
        QuotaWindow(lengthSeconds: 604_800, usedPercent: 30, resetsAt: start + 50),
      ], bankedResets: 2)
    let newer = QuotaReading(
      readAt: start, source: .response, isAllowed: nil, isLimitReached: nil,
      windows: [QuotaWindow(lengthSeconds: 604_800, usedPercent: 31, resetsAt: start + 50)])

    let whole = newer.completed(by: older)

    #expect(
      whole
        == QuotaReading(
          readAt: start, source: .response, plan: Plan("pro"), isAllowed: true,
          isLimitReached: false,
          windows: [
            QuotaWindow(lengthSeconds: 18_000, usedPercent: 0, resetsAt: nil),
            QuotaWindow(lengthSeconds: 604_800, usedPercent: 31, resetsAt: start + 50),
          ], bankedResets: 2))
    #expect(older.completed(by: newer) == older)
  }
}
