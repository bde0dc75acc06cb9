import EngineCore
import TestSupport
import Testing

@testable import Engine

@Suite("AppServer")
struct AppServerTests {
  private let time = ManualTimeSource()

  private func start(_ script: ScriptedAppServer) async throws -> AppServer {
    try await AppServer.start(ScriptedAppServer.home(), runner: script.runner, time: time)
  }

  @Test("is started with the sign-in in the file, in its own home, and is introduced first")
  func introduction() async throws {
    let script = ScriptedAppServer([:])

    let server = try await start(script)

    let command = try #require(script.runner.commands.first)
    #expect(
      script.runner.arguments == [
        [
          "-c", #"cli_auth_credentials_store="file""#, "-c",
          #"chatgpt_base_url="http://localhost:1""#, "app-server",
        ]
      ])
    #expect(command.environment["CODEX_HOME"] == "/home/x")
    #expect(command.directory == "/home/x")
    #expect(
      script.conversation.written == [
        #"{"id":1,"method":"initialize","params":"#
          + #"{"clientInfo":{"name":"swop","title":"swop","version":"1"}}}"#,
        #"{"method":"initialized"}"#,
      ])
    await server.close()
    #expect(script.conversation.finishes == 1)
  }

  @Test(
    "says whose sign-in codex uses",
    arguments: [
      (#"{"account":null,"requiresOpenaiAuth":true}"#, .none),
      (#"{"account":{"type":"apiKey"}}"#, .apiKey),
      (
        #"{"account":{"type":"chatgpt","email":"a\u001b@b","planType":"Plus"}}"#,
        .chatGPT(email: "a@b", plan: Plan("plus"))
      ),
      (#"{"account":{"type":"amazonBedrock"}}"#, .other("amazonBedrock")),
    ] as [(String, AppServerAccount)])
  func account(answer: String, account: AppServerAccount) async throws {
    let script = ScriptedAppServer([
      "account/read": .result(try JSONReader.value(in: Array(answer.utf8)))
    ])
    let server = try await start(script)

    #expect(try await server.account(refreshing: true) == account)

    #expect(script.conversation.written.last?.contains(#""refreshToken":true"#) == true)
    await server.close()
  }

  @Test("reads the quota as codex gives it")
  func quota() async throws {
    let answer = """
      {"rateLimits":{"limitId":"codex","primary":{"usedPercent":36.5,"windowDurationMins":300,
      "resetsAt":1800001000},"secondary":{"usedPercent":4,"windowDurationMins":10080,"resetsAt":null},
      "credits":{"hasCredits":true,"unlimited":false,"balance":"9.99"},"planType":"pro",
      "rateLimitReachedType":null},"rateLimitsByLimitId":{"codex":{"primary":null},
      "spark":{"limitName":"GPT Spark","primary":{"usedPercent":1,"windowDurationMins":300}},
      "odd":{"primary":{"usedPercent":"x"}}},"rateLimitResetCredits":{"availableCount":3,
      "credits":[{"id":"x","status":"available","expiresAt":1800001000}]},
      "ordinaryUsageAllowed":true}
      """
    let script = ScriptedAppServer([
      "account/rateLimits/read": .result(try JSONReader.value(in: Array(answer.utf8)))
    ])
    let server = try await start(script)

    let reading = try await server.quota()

    let reset = Date(timeIntervalSince1970: 1_800_001_000)
    #expect(
      reading
        == QuotaReading(
          readAt: time.now(), source: .appServer, plan: Plan("pro"), isAllowed: true,
          isLimitReached: false,
          windows: [
            QuotaWindow(lengthSeconds: 18_000, usedPercent: 36.5, resetsAt: reset),
            QuotaWindow(lengthSeconds: 604_800, usedPercent: 4, resetsAt: nil),
          ],
          extraLimits: [
            NamedLimit(
              name: "GPT Spark",
              windows: [QuotaWindow(lengthSeconds: 18_000, usedPercent: 1, resetsAt: nil)])
          ],
          credits: Credits(hasCredits: true, isUnlimited: false, balance: "9.99"),
          bankedResets: 3, bankedResetsEnd: [reset]))
    await server.close()
  }

  @Test(
    "takes a quota of nothing but hostile values without harm",
    arguments: [
      #"{"rateLimits":{"primary":{"usedPercent":1e999,"windowDurationMins":300}}}"#,
      #"{"rateLimits":{"primary":{"usedPercent":5,"windowDurationMins":0}}}"#,
      #"{"rateLimits":{"primary":{"usedPercent":5,"windowDurationMins":1e300}}}"#,
      #"{"rateLimits":{"primary":[],"credits":7}}"#,
    ])
  func hostileQuota(answer: String) async throws {
    let value = try JSONReader.value(in: Array(answer.utf8))

    #expect(QuotaReading(rateLimits: value, at: time.now())?.windows == [])
  }

  @Test("tells a refusal, an unknown method, an odd answer and an end apart")
  func failures() async throws {
    let script = ScriptedAppServer([
      "account/read": .error(
        -32603, "failed to fetch: GET https://x/y failed: 401; body={\"token\":\"s\"}"),
      "account/rateLimits/read": .result([:]),
    ])
    let server = try await start(script)

    await #expect(
      throws: AppServerError.refused(
        method: "account/read", number: -32603,
        detail: "failed to fetch: GET … failed: 401; body=")
    ) { try await server.account(refreshing: false) }
    await #expect(throws: AppServerError.unsupported(method: "account/none")) {
      try await server.request("account/none")
    }
    await #expect(throws: AppServerError.unreadable(method: "account/rateLimits/read")) {
      try await server.quota()
    }
    script.conversation.end()
    await #expect(throws: AppServerError.ended(method: "account/read")) {
      try await server.account(refreshing: false)
    }
    await server.close()
  }

  @Test("waits for an answer no longer than its limit, and passes a late one over")
  func limit() async throws {
    let script = ScriptedAppServer(["account/read": .silence, "account/none": .result([:])])
    let server = try await start(script)
    let caller = Task { try await server.account(refreshing: false) }

    await time.waitForSleepers(1)
    time.advance(by: .seconds(20))

    await #expect(throws: AppServerError.timedOut(method: "account/read", seconds: 20)) {
      try await caller.value
    }
    script.conversation.say(#"{"id":2,"result":{"account":null}}"#)
    _ = try await server.request("account/none")
    await server.close()
  }

  @Test("lets go of a request whose caller is cancelled, and of all when it is closed")
  func cancelling() async throws {
    let script = ScriptedAppServer(["account/read": .silence])
    let server = try await start(script)
    let caller = Task { try await server.account(refreshing: false) }
    await time.waitForSleepers(1)

    caller.cancel()
    await #expect(throws: AppServerError.cancelled) { try await caller.value }
    let other = Task { try await server.account(refreshing: false) }
    await time.waitForSleepers(1)
    await server.close()

    await #expect(throws: AppServerError.ended(method: "account/read")) { try await other.value }
  }

  @Test("hands on what codex says by itself, and steps over lines that are not messages")
  func notifications() async throws {
    let script = ScriptedAppServer([:])
    let server = try await start(script)
    for line in [
      "warning: something", "{", "[]", #"{"id":99,"result":{}}"#,
      #"{"id":7,"method":"item/tool/requestUserInput","params":{}}"#,
      #"{"method":"account/updated","params":{"authMode":"chatgpt"}}"#, #"{"method":"x"}"#,
    ] { script.conversation.say(line) }
    script.conversation.end()

    var seen: [AppServerNotification] = []
    for await notification in server.notifications { seen.append(notification) }

    #expect(
      seen == [
        AppServerNotification(method: "account/updated", parameters: ["authMode": "chatgpt"]),
        AppServerNotification(method: "x", parameters: nil),
      ])
    await server.close()
  }

  @Test("leaves nothing running when codex cannot be introduced")
  func badStart() async throws {
    let mute = ScriptedConversation()
    let runner = ScriptedProcessRunner(start: { _ in .success(mute) })
    let time = time
    let start = Task {
      try await AppServer.start(ScriptedAppServer.home(), runner: runner, time: time)
    }
    await time.waitForSleepers(1)

    time.advance(by: .seconds(20))

    await #expect(throws: AppServerError.timedOut(method: "initialize", seconds: 20)) {
      try await start.value
    }
    #expect(mute.finishes == 1)
    let refused = ProcessError.notStarted(executable: "/bin/codex", reason: "no")
    await #expect(throws: AppServerError.notStarted(refused)) {
      try await AppServer.start(
        ScriptedAppServer.home(),
        runner: ScriptedProcessRunner(start: { _ in .failure(refused) }), time: time)
    }
  }

  @Test(
    "keeps addresses, bodies and anything like a token out of its sentences",
    arguments: [
      ("", "no reason given"), ("{\"a\":1}", "no reason given"),
      ("denied.\nbody", "denied"), ("see https://a/b?token=c now", "see … now"),
      ("token \(String(repeating: "x", count: 60)) is bad", "token … is bad"),
      ("a\u{1B}[31mb", "a[31mb"),
    ])
  func sentences(text: String, clause: String) {
    #expect(PlainSentence.clause(text) == clause)
  }
}
