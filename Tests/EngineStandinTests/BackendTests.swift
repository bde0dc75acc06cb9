import EngineCore
import Testing

@testable import EngineStandin

@Suite("The stand-in's backend")
struct BackendTests {
  @Test("a turn answers with the events codex needs and echoes the user's last words")
  func echo() throws {
    let bench = Bench()
    let tokens = try bench.signIn()

    let answer = bench.turn(tokens, "what is two and two")

    #expect(answer.headers.value(of: "content-type") == "text/event-stream")
    #expect(answer.reply == "echo: what is two and two")
    #expect(answer.events.last?["type"] == "response.completed")
    #expect(answer.events.last?["response"]?["id"] == "resp-1")
    #expect(answer.events.last?["response"]?["usage"]?["total_tokens"] == 107)
    #expect(bench.state.counters.turns == ["work": 1])
  }

  @Test("a body that cannot be read is answered with the account's name, or its own reply")
  func unreadable() throws {
    var spoken = StandinAccount("home")
    spoken.reply = "as told"
    let bench = Bench([StandinAccount("work"), spoken])
    let (work, home) = (try bench.signIn("work"), try bench.signIn("home"))

    let answers = [work, home].map { tokens in
      bench.send(
        "POST", "/codex/responses", bearer: tokens.access,
        headers: [HTTPField("content-encoding", "zstd")], body: .string("\u{28}\u{B5}"))
    }

    #expect(answers.map(\.reply) == ["answered by work", "as told"])
    #expect(bench.state.entries.map(\.contentEncoding) == ["zstd", "zstd"])
    #expect(bench.state.entries.map(\.bodyBytes) == [5, 5])
  }

  @Test("a compaction is answered with one item of its kind")
  func compaction() throws {
    let bench = Bench()
    let tokens = try bench.signIn()

    let answer = bench.post(
      "/backend-api/codex/responses", ["input": [["type": "compaction_trigger"]]],
      bearer: tokens.access)

    #expect(answer.eventTypes == ["response.output_item.done", "response.completed"])
    #expect(answer.events[0]["item"]?["type"] == "compaction")
  }

  @Test("WebSocket is refused in the one way that codex takes silently")
  func upgrade() throws {
    let bench = Bench()

    let answer = bench.send(
      "GET", "/backend-api/codex/responses",
      headers: [HTTPField("Upgrade", "websocket"), HTTPField("Connection", "Upgrade")])

    #expect(answer.status == 426)
    #expect(bench.state.entries.map(\.isUpgrade) == [true])
  }

  @Test("accounts/check names the account and an origin that codex accepts")
  func accountsCheck() throws {
    let bench = Bench([StandinAccount("work", accountID: "account-1", plan: "team")])
    let tokens = try bench.signIn()

    let answer = bench.send("GET", "/backend-api/wham/accounts/check", bearer: tokens.access)

    #expect(
      answer.json == [
        "accounts": [
          [
            "id": "account-1", "plan_type": "team", "name": nil, "structure": "workspace",
            "workspace_backend_origin": "https://standin.invalid",
            "account_routing_override": "NO_CONSTRAINT",
          ]
        ], "account_ordering": ["account-1"], "default_account_id": "account-1",
      ])
  }

  @Test(
    "everything else that codex asks for is answered quickly and well",
    arguments: [
      ("GET", "/backend-api/wham/settings/user", 200), ("GET", "/api/codex/config/bundle", 200),
      ("GET", "/backend-api/wham/security-setup", 200),
      ("GET", "/backend-api/codex/models?client_version=0.163.0", 200),
      ("GET", "/backend-api/ps/plugins/list?scope=x", 200),
      ("GET", "/backend-api/plugins/featured", 200), ("GET", "/backend-api/ps/mcp", 405),
      ("POST", "/backend-api/codex/analytics-events/events", 202),
      ("POST", "/backend-api/codex/responses/compact", 200), ("GET", "/codex/device", 200),
      ("GET", "/.well-known/oauth-authorization-server", 404),
      ("GET", "/backend-api/ps/mcp/.well-known/openid-configuration", 404),
      ("GET", "/elsewhere", 404),
    ])
  func rest(method: String, path: String, status: Int) throws {
    let bench = Bench()
    let tokens = try bench.signIn()

    let answer = bench.send(method, path, bearer: tokens.access)

    #expect(answer.status == status)
  }

  @Test("the tool server speaks its protocol and offers nothing")
  func tools() {
    let bench = Bench()

    let hello = bench.post(
      "/backend-api/ps/mcp",
      ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["protocolVersion": "v9"]])
    let list = bench.post("/ps/mcp", ["id": "a", "method": "tools/list"])
    let unknown = bench.post("/ps/mcp", ["id": 2, "method": "dance"])
    let note = bench.post("/ps/mcp", ["method": "notifications/initialized"])

    #expect(hello.json?["result"]?["protocolVersion"] == "v9")
    #expect(list.json == ["jsonrpc": "2.0", "id": "a", "result": ["tools": []]])
    #expect(unknown.json?["error"]?["code"] == -32601)
    #expect(note.status == 202 && note.bodyData.isEmpty)
  }

  @Test("the log tells who asked for what, and holds no token")
  func log() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    let id = try #require(bench.state.account("work")?.accountID)

    _ = bench.send(
      "GET", "/backend-api/wham/usage?secret=1", bearer: tokens.access,
      headers: [
        HTTPField("ChatGPT-Account-Id", id), HTTPField("originator", "codex_exec"),
        HTTPField("User-Agent", "codex/1"), HTTPField("session-id", "s"),
        HTTPField("thread-id", "t"), HTTPField("Host", "localhost:1"),
      ])
    _ = bench.refresh(tokens.refresh)

    let entry = try #require(bench.state.entries.first)
    #expect(entry.time == Bench.start)
    #expect(entry.path == "/backend-api/wham/usage")
    #expect(entry.account == "work" && entry.accountID == id)
    #expect(entry.originator == "codex_exec" && entry.userAgent == "codex/1")
    #expect(entry.sessionID == "s" && entry.threadID == "t" && entry.host == "localhost:1")
    #expect(entry.status == 200 && entry.ending == .complete)
    #expect(bench.state.entries.map(\.account) == ["work", "work"])
    #expect(Set(bench.state.entries.compactMap(\.tokenHash)).count == 2)
    let text = String(decoding: try JSONEncoder().encode(bench.state.entries), as: UTF8.self)
    #expect(!text.contains(tokens.access) && !text.contains(tokens.refresh))
    #expect(!text.contains("secret"))
  }

  @Test("requests that overlap are counted, and a turn state of another account is noticed")
  func counters() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    let request = StandinRequest(
      "GET", "/wham/usage",
      headers: [
        HTTPField("authorization", "Bearer " + tokens.access),
        HTTPField("x-codex-turn-state", "turn-of-home"),
      ])

    let (first, second) = (
      bench.state.receive(request, at: bench.now), bench.state.receive(request, at: bench.now)
    )
    bench.state.end(first, as: .clientLeft)
    bench.state.end(second, as: .complete)
    _ = bench.usage(tokens)

    #expect(bench.state.entries.map(\.openRequests) == [1, 2, 1])
    #expect(bench.state.entries.map(\.ending) == [.clientLeft, .complete, .complete])
    #expect(bench.state.counters.mostOpen == ["usage": 2])
    #expect(bench.state.counters.requests == ["usage": 3])
    #expect(bench.state.counters.foreignTurnStates == 2)
  }

  @Test("what was seen can be forgotten while requests are open")
  func forgetting() throws {
    let bench = Bench()
    let request = StandinRequest("GET", "/elsewhere")

    let open = bench.state.receive(request, at: bench.now)
    bench.state.clearLog()
    bench.state.end(open, as: .complete)
    _ = bench.send("GET", "/elsewhere")

    #expect(bench.state.entries.map(\.number) == [2])
    #expect(bench.state.entries.map(\.ending) == [.complete])
    #expect(bench.state.entries.map(\.openRequests) == [1])
  }
}
