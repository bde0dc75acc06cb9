import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("UpstreamVerdict")
struct UpstreamVerdictTests {
  /// An outcome and what it has to mean.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let outcome: UpstreamOutcome
    let verdict: UpstreamVerdict

    var testDescription: String { name }

    init(_ name: String, _ outcome: UpstreamOutcome, _ verdict: UpstreamVerdict) {
      (self.name, self.outcome, self.verdict) = (name, outcome, verdict)
    }
  }

  static let reset = start + 3_600

  static let rows: [Row] = [
    Row("200", answered(200), .serving),
    Row("WebSocket accepted", answered(101), .serving),
    Row("304 of the models", answered(304), .serving),
    Row("stream ended", .ended, .succeeded),
    Row(
      "429 usage limit with resets_at",
      answered(429, "usage_limit_reached", members: #","resets_at":1790003600"#),
      .usageLimit(UsageLimit(resetsAt: reset))),
    Row(
      "429 usage limit with resets_in_seconds",
      answered(429, "usage_limit_reached", members: #","resets_in_seconds":"3600""#),
      .usageLimit(UsageLimit(resetsAt: reset))),
    Row(
      "429 usage limit with a reset in milliseconds",
      answered(429, "usage_limit_reached", members: #","resets_at":1790003600000.0"#),
      .usageLimit(UsageLimit(resetsAt: reset))),
    Row(
      "429 usage limit whose reset is past, with a Retry-After",
      answered(
        429, "usage_limit_reached", members: #","resets_at":1"#,
        headers: [HTTPField("Retry-After", "3600")]),
      .usageLimit(UsageLimit(resetsAt: reset))),
    Row(
      "429 usage limit with a Retry-After as a date",
      answered(
        429, "usage_limit_reached",
        headers: [HTTPField("retry-after", "Mon, 21 Sep 2026 14:26:40 GMT")]),
      .usageLimit(UsageLimit(resetsAt: start + 800))),
    Row(
      "429 usage limit further ahead than 31 days is not known",
      answered(429, "usage_limit_reached", members: #","resets_at":99999999999"#),
      .usageLimit(UsageLimit(resetsAt: nil))),
    Row(
      "429 usage limit with nonsense for a reset",
      answered(429, "usage_limit_reached", members: #","resets_at":"soon","resets_in_seconds":-4"#),
      .usageLimit(UsageLimit(resetsAt: nil))),
    Row(
      "429 without a body whose headers show a used-up window",
      answered(
        429,
        headers: [
          HTTPField("x-codex-primary-used-percent", "100.0"),
          HTTPField("x-codex-primary-window-minutes", "300"),
          HTTPField("x-codex-primary-reset-at", "1790003600"),
        ]), .usageLimit(UsageLimit(resetsAt: reset))),
    Row(
      "429 of another family of limits",
      answered(
        429, "usage_limit_reached",
        headers: [
          HTTPField("x-codex-active-limit", "codex_bengalfox"),
          HTTPField("x-codex-bengalfox-primary-used-percent", "100"),
          HTTPField("x-codex-bengalfox-primary-window-minutes", "300"),
          HTTPField("x-codex-bengalfox-primary-reset-at", "1790003600"),
        ]), .usageLimit(UsageLimit(resetsAt: reset, family: "codex_bengalfox"))),
    Row(
      "429 short throttle",
      answered(429, "rate_limit_exceeded", headers: [HTTPField("retry-after", "1.5")]),
      .throttled(.milliseconds(1_500))),
    Row("429 throttle without a time", answered(429, "rate_limit_exceeded"), .throttled(nil)),
    Row(
      "429 throttle with a Retry-After of 0",
      answered(429, headers: [HTTPField("retry-after", "0")]), .throttled(nil)),
    Row(
      "429 that asks for an hour is a limit",
      answered(429, headers: [HTTPField("retry-after", "3600")]),
      .usageLimit(UsageLimit(resetsAt: reset))),
    Row("429 usage not included", answered(429, "usage_not_included"), .refused(.plan)),
    Row("429 overloaded", answered(429, "slow_down"), .serverFault(.overloaded)),
    Row("401", answered(401, "token_invalidated"), .unauthorized),
    Row("401 of a closed account", answered(401, "account_deactivated"), .refused(.deactivated)),
    Row("402", answered(402), .refused(.payment)),
    Row("402 workspace", answered(402, "deactivated_workspace"), .refused(.workspace)),
    Row("403 workspace", answered(403, "workspace_access_denied"), .refused(.workspace)),
    Row("403 plan", answered(403, "plan_not_supported"), .refused(.plan)),
    Row("403 other", answered(403, "forbidden"), .clientFault(status: 403)),
    Row("404", answered(404, "not_found"), .clientFault(status: 404)),
    Row("400", answered(400, "invalid_request_error"), .clientFault(status: 400)),
    Row("422", answered(422), .clientFault(status: 422)),
    Row("426", answered(426), .upgradeRefused),
    Row(
      "400 invalid_encrypted_content", answered(400, "invalid_encrypted_content"), .foreignHistory),
    Row("500", answered(500), .serverFault(.status(500))),
    Row("529", answered(529, "overloaded_error"), .serverFault(.overloaded)),
    Row("503 overloaded", answered(503, "server_is_overloaded"), .serverFault(.overloaded)),
    Row("connect", .failedToConnect, .serverFault(.unreachable)),
    Row("connect time-out", .timedOutConnecting, .serverFault(.timedOut)),
    Row("header time-out", .timedOutBeforeHead, .serverFault(.timedOut)),
    Row("stale connection", .closedBeforeHead(wasReused: true), .staleConnection),
    Row("closed on a new connection", .closedBeforeHead(wasReused: false), .serverFault(.closed)),
    Row("stall", .stalled, .stalled),
    Row("cut", .cut, .cut),
    Row("dead sign-in", .tokenUnavailable(isDead: true), .tokenUnavailable(isDead: true)),
    Row(
      "limit event first in a 200 stream",
      .failedInStream(StreamFailure(code: "usage_limit_reached", resetsAt: reset)),
      .usageLimit(UsageLimit(resetsAt: reset))),
    Row(
      "overload event first in a 200 stream",
      .failedInStream(StreamFailure(code: "server_is_overloaded")), .serverFault(.overloaded)),
    Row(
      "throttle event",
      .failedInStream(StreamFailure(code: "rate_limit_exceeded")), .throttled(nil)),
    Row(
      "frame with a status alone",
      .failedInStream(StreamFailure(status: 503, code: "")), .serverFault(.status(503))),
    Row(
      "frame 429 with a Retry-After",
      .failedInStream(
        StreamFailure(status: 429, code: "", headers: [HTTPField("retry-after", "7")])),
      .throttled(.seconds(7))),
  ]

  @Test("every outcome of a try has one meaning", arguments: rows)
  func meaning(_ row: Row) {
    #expect(UpstreamVerdict(row.outcome, at: start) == row.verdict)
  }

  @Test(
    "a hostile or odd body decides no more than its status",
    arguments: [
      "", "{", "null", "[]", #""usage_limit_reached at last""#,
      "<html>workspace deactivated</html>",
      #"{"error":{"message":"workspace usage_limit_reached invalid_encrypted_content"}}"#,
      #"{"error":{"type":["usage_limit_reached"]}}"#, #"{"error":null,"detail":null}"#,
      #"{"error":{"code":"\u0000"}}"#, String(repeating: "[", count: 100_000),
      #"{"error":{"code":""# + String(repeating: "workspace", count: 9_000) + #""}}"#,
    ])
  func hostile(_ body: String) {
    let verdicts = [400, 403, 429, 500].map {
      UpstreamVerdict(.answered(UpstreamAnswer(status: $0, body: body.utf8)), at: start)
    }

    #expect(
      verdicts == [
        .clientFault(status: 400), .clientFault(status: 403), .throttled(nil),
        .serverFault(.status(500)),
      ])
  }

  @Test("no more of an error's body is kept than 64 KiB")
  func bound() {
    let answer = UpstreamAnswer(status: 500, body: [UInt8](repeating: 32, count: 1 << 20))

    #expect(answer.body.count == 65_536)
  }

  @Test("a word may stand flat, under detail, or as the error itself")
  func shapes() {
    let bodies = [
      #"{"detail":{"code":"deactivated_workspace"}}"#, #"{"code":"deactivated_workspace"}"#,
      #"{"error":"deactivated_workspace"}"#, #"{"detail":"deactivated_workspace"}"#,
    ]

    let verdicts = bodies.map {
      UpstreamVerdict(.answered(UpstreamAnswer(status: 403, body: $0.utf8)), at: start)
    }

    #expect(verdicts == Array(repeating: .refused(.workspace), count: 4))
  }
}
