import EngineCore
import Testing

@testable import Engine

@Suite("UsageBody")
struct UsageBodyTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test("reads everything the server says")
  func everything() throws {
    let body = """
      {"user_id":"u","account_id":"a","email":"a@b.test","plan_type":"Pro",
      "rate_limit":{"allowed":true,"limit_reached":false,
        "primary_window":{"used_percent":36,"limit_window_seconds":18000,
          "reset_after_seconds":3600,"reset_at":1800003600},
        "secondary_window":{"used_percent":29,"limit_window_seconds":604800,
          "reset_after_seconds":86400,"reset_at":1800086400}},
      "credits":{"has_credits":true,"unlimited":false,"balance":"9.99"},
      "additional_rate_limits":[{"limit_name":"GPT-5.3-Codex-Spark","metered_feature":"bengalfox",
        "rate_limit":{"allowed":true,"limit_reached":false,"primary_window":
          {"used_percent":4,"limit_window_seconds":604800,"reset_at":1800086400}}},
        {"limit_name":"Latent","rate_limit":{"primary_window":
          {"used_percent":0,"limit_window_seconds":604800,"reset_at":1800086400}}}],
      "code_review_rate_limit":{"primary_window":
        {"used_percent":7,"limit_window_seconds":604800,"reset_at":1800086400}},
      "rate_limit_reached_type":{"type":"rate_limit_reached"},
      "rate_limit_reset_credits":{"available_count":3},"promo":{"x":[1,2]}}
      """

    #expect(
      try read(body)
        == QuotaReading(
          readAt: now, source: .usage, plan: Plan("pro"), isAllowed: true, isLimitReached: false,
          windows: [window(18_000, 36, 3_600), window(604_800, 29, 86_400)],
          extraLimits: [
            NamedLimit(name: "GPT-5.3-Codex-Spark", windows: [window(604_800, 4, 86_400)]),
            NamedLimit(name: "code review", windows: [window(604_800, 7, 86_400)]),
          ],
          credits: Credits(hasCredits: true, isUnlimited: false, balance: "9.99"),
          bankedResets: 3, reachedType: "rate_limit_reached"))
  }

  @Test("numbers may be floats or texts, verdicts texts or numbers, a type a plain text")
  func looseTypes() throws {
    let reading = try read(
      """
      {"rate_limit":{"allowed":"true","limit_reached":0,
      "primary_window":{"used_percent":36.5,"limit_window_seconds":"18000","reset_at":1800003600.0},
      "secondary_window":{"used_percent":" 29% ","limit_window_seconds":604800.0,
      "reset_at":"1800086400"}},"rate_limit_reached_type":"rate_limit_reached",
      "credits":{"has_credits":true,"balance":12.50}}
      """)

    #expect(reading.isAllowed == true)
    #expect(reading.isLimitReached == false)
    #expect(reading.windows == [window(18_000, 36.5, 3_600), window(604_800, 29, 86_400)])
    #expect(reading.reachedType == "rate_limit_reached")
    #expect(reading.credits?.balance == "12.50")
  }

  @Test("windows are told apart by length, not by the name the server gives them")
  func weeklyPrimary() throws {
    let reading = try read(
      windows: """
        "primary_window":{"used_percent":5,"limit_window_seconds":604740,"reset_at":1800086400},
        "secondary_window":null,
        "tertiary_window":{"used_percent":6,"window_minutes":43200}
        """)

    #expect(reading.windows.map(\.name) == ["week", "30d"])
    #expect(reading.windows.map(\.usedPercent) == [5, 6])
  }

  @Test("of two windows with one length the fuller one counts")
  func sameLength() throws {
    let reading = try read(
      windows: """
        "primary_window":{"used_percent":5,"limit_window_seconds":604800},
        "secondary_window":{"used_percent":50,"limit_window_seconds":604800}
        """)

    #expect(reading.windows.map(\.usedPercent) == [50])
  }

  @Test(
    "a window without a length or a percentage is left out, never guessed",
    arguments: [
      #"{"used_percent":5}"#, #"{"limit_window_seconds":18000}"#, "null", "[]", "7", "{}",
      #"{"used_percent":null,"limit_window_seconds":18000}"#,
      #"{"used_percent":5,"limit_window_seconds":0}"#,
      #"{"used_percent":5,"limit_window_seconds":-18000}"#,
      #"{"used_percent":1e999,"limit_window_seconds":18000}"#,
      #"{"used_percent":"nan","limit_window_seconds":18000}"#,
      #"{"used_percent":{},"limit_window_seconds":[18000]}"#,
    ])
  func brokenWindow(window: String) throws {
    #expect(try read(windows: "\"primary_window\":\(window)").windows == [])
  }

  @Test("more than all may be used, less than nothing may not")
  func range() throws {
    let reading = try read(
      windows: """
        "primary_window":{"used_percent":137.5,"limit_window_seconds":18000},
        "secondary_window":{"used_percent":-3,"limit_window_seconds":604800}
        """)

    #expect(reading.windows.map(\.usedPercent) == [137.5, 0])
    #expect(reading.windows.map(\.leftPercent) == [0, 100])
  }

  @Test(
    "a reset is the moment if there is one, else the countdown, else unknown",
    arguments: [
      (#""reset_at":1800000060,"reset_after_seconds":999"#, 60.0),
      (#""reset_at":1800000060000"#, 60), (#""reset_after_seconds":90"#, 90),
      (#""reset_at":null,"reset_after_seconds":90"#, 90),
      (#""reset_at":1799999940,"reset_after_seconds":90"#, 90),
      (#""reset_at":1799999940"#, -60), (#""reset_at":0"#, nil), (#""reset_at":1e300"#, nil),
      (#""reset_at":9999999999"#, nil), (#""reset_after_seconds":1e18"#, nil),
      (#""reset_after_seconds":-1"#, nil), (#""reset_at":"soon""#, nil),
    ])
  func resets(members: String, seconds: Double?) throws {
    let reading = try read(
      windows: """
        "primary_window":{"used_percent":1,"limit_window_seconds":18000,\(members)}
        """)

    #expect(reading.windows.map(\.resetsAt) == [seconds.map { now + $0 }])
  }

  @Test("nulls everywhere leave an account that no one will choose, and no crash")
  func nulls() throws {
    let reading = try read(
      """
      {"plan_type":null,"rate_limit":null,"credits":null,"additional_rate_limits":null,
      "rate_limit_reached_type":null,"rate_limit_reset_credits":null,"code_review_rate_limit":null}
      """)

    #expect(
      reading
        == QuotaReading(
          readAt: now, source: .usage, isAllowed: nil, isLimitReached: nil, windows: []))
  }

  @Test("an unknown plan and unknown names are kept, made safe for a screen")
  func unknownPlan() throws {
    let reading = try read(
      """
      {"plan_type":"Quantum\\u001b[31m","additional_rate_limits":[{"limit_name":"x\\u0007y",
      "rate_limit":{"a_window":{"used_percent":1,"limit_window_seconds":60}}}]}
      """)

    #expect(reading.plan?.name == "quantum[31m")
    #expect(reading.extraLimits.map(\.name) == ["xy"])
  }

  @Test("a flood of limits is cut")
  func flood() throws {
    let limit = #"""
      {"limit_name":"x","rate_limit":{"a_window":{"used_percent":1,"limit_window_seconds":60}}}
      """#
    let list = Array(repeating: limit, count: 1_000).joined(separator: ",")

    #expect(try read("{\"additional_rate_limits\":[\(list)]}").extraLimits.count == 32)
  }

  @Test(
    "what says nothing about a quota is refused with a clause that shows none of it",
    arguments: [
      ("", "it is not JSON"), ("<html>secret</html>", "it is not JSON"),
      ("{\"plan_type\":\"plus\"", "it is not JSON"), ("\u{0}", "it is not JSON"),
      (String(repeating: "[", count: 100_000), "it is not JSON"),
      ("null", "it is not a JSON object"),
      ("[]", "it is not a JSON object"), ("\"plus\"", "it is not a JSON object"),
      ("{}", "it names neither a plan nor a limit"),
      ("{\"detail\":\"secret\"}", "it names neither a plan nor a limit"),
    ])
  func unreadable(body: String, detail: String) {
    let fault = #expect(throws: UsageBody.Fault.self) { try read(body) }

    #expect(fault?.detail == detail)
  }

  @Test("no damage to a good body makes reading it crash, or gives a number out of range")
  func damaged() {
    let good = Array(HTTPResponse.quota().body.reveal())
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255)
      }
      if Bool.random() { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      guard let reading = try? UsageBody.reading(in: Data(bytes), at: now) else { continue }

      #expect(reading.windows.allSatisfy { (0...100).contains($0.leftPercent) })
      #expect(reading.windows.allSatisfy { $0.lengthSeconds > 0 && !$0.name.isEmpty })
    }
  }

  private func window(_ length: Int, _ used: Double, _ reset: Double) -> QuotaWindow {
    QuotaWindow(lengthSeconds: length, usedPercent: used, resetsAt: now + reset)
  }

  private func read(windows: String) throws -> QuotaReading {
    try read("{\"rate_limit\":{\"allowed\":true,\"limit_reached\":false,\(windows)}}")
  }

  private func read(_ body: String) throws -> QuotaReading {
    try UsageBody.reading(in: Data(body.utf8), at: now)
  }
}
