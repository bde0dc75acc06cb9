import EngineCore
import EngineProxyPolicy
import Testing

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

@Suite("The proxy: who may come in, and what it answers itself", .timeLimit(.minutes(2)))
struct GateTests {
  static let paths = [
    "/backend-api/codex/responses", "/v1/models", "/healthz", "/metrics", "/status", "/nowhere",
    "/oauth/token",
  ]

  @Test("without a token that it knows nothing is routed and nothing is sent on", arguments: paths)
  func strangers(path: String) async throws {
    try await RelayScene.serve { scene in
      let response = try await scene.send("GET", path, token: "somebody-elses")
      let text = String(decoding: try await response.collect(limit: 4_096), as: UTF8.self)

      #expect(response.status == 401)
      #expect(text.contains("token_needed"))
      #expect(await scene.turns() == [])
    }
  }

  @Test("a token comes in as bearer, as x-api-key or as part of the path")
  func ways() async throws {
    try await RelayScene.serve { scene in
      let key = try await scene.client.send(
        ClientRequest(
          url: try scene.addresses.url + "/healthz",
          headers: [HTTPField("X-API-Key", RelayScene.token)]))
      let path = try await scene.client.send(
        ClientRequest(
          url: try scene.addresses.url + "/t/\(RelayScene.token)/healthz"))

      #expect([key.status, path.status] == [200, 200])
    }
  }

  @Test("pages of a browser and requests under another name are turned away")
  func pages() async throws {
    try await RelayScene.serve { scene in
      for field in [
        HTTPField("Origin", "https://evil.example"), HTTPField("Sec-Fetch-Site", "cross-site"),
        HTTPField("Host", "rebound.example"),
      ] {
        let response = try await scene.send(headers: [field])
        _ = try await response.collect(limit: 4_096)

        #expect(response.status == 403)
      }
      #expect(await scene.turns() == [])
    }
  }

  @Test("what is not the backend's is 404 in JSON, and never where the path holds the token")
  func nowhere() async throws {
    try await RelayScene.serve { scene in
      let plain = try await scene.send("GET", "/nowhere")
      let body = String(decoding: try await plain.collect(limit: 4_096), as: UTF8.self)
      let inPath = try await scene.client.send(
        ClientRequest(
          url: try scene.addresses.url + "/t/\(RelayScene.token)/nowhere"))

      #expect(plain.status == 404)
      #expect(body.contains("not_found"))
      #expect(inPath.status == 400)
    }
  }

  @Test("the pool's own workspace names the client's account and an origin that leads nowhere")
  func workspace() async throws {
    try await RelayScene.serve { scene in
      let response = try await scene.send(
        "GET", "/backend-api/wham/accounts/check",
        headers: [HTTPField("chatgpt-account-id", "pool")])
      let text = String(decoding: try await response.collect(limit: 4_096), as: UTF8.self)

      #expect(
        text == #"{"accounts":[{"id":"pool","plan_type":"pro","structure":"personal","#
          + #""workspace_backend_origin":"https://pool.invalid","#
          + #""account_routing_override":"NO_CONSTRAINT"}],"account_ordering":["pool"],"#
          + #""default_account_id":"pool"}"# + "\n")
    }
  }

  @Test("other requests go to the account that served the client last")
  func otherRequests() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")
      _ = try await scene.turn()

      let response = try await scene.send("GET", "/backend-api/wham/usage")
      _ = try await response.collect(limit: 65_536)

      let asked = await scene.server.standin.entries.filter { $0.endpoint == .usage }
      #expect(response.status == 200)
      #expect(asked.map(\.account) == ["second"])
    }
  }

  @Test("an account's region goes with its requests, in the header that the backend wants")
  func routing() async throws {
    try await RelayScene.serve(change: { $0.routingOverride = $0.name == "second" ? "us" : "x" }) {
      scene in
      _ = try await scene.turn("one")
      try await scene.prefer("second")
      _ = try await scene.turn("two")

      let asked = await scene.server.standin.entries.filter { $0.endpoint == .responses }
      #expect(asked.map(\.account) == ["first", "second"])
      #expect(asked.map(\.routingOverride) == [nil, "us"])
    }
  }

  @Test("a turn's state goes back to the account that gave it, and to no other")
  func turnState() async throws {
    try await RelayScene.serve { scene in
      let first = try await scene.turn()
      let state = HTTPField(
        "x-codex-turn-state", try #require(first.headers.value(of: "x-codex-turn-state")))
      let thread = HTTPField("thread-id", "one")
      _ = try await scene.send(headers: [thread, state]).collect(limit: 1 << 20)
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")
      _ = try await scene.send(headers: [thread, state]).collect(limit: 1 << 20)

      let asked = await scene.server.standin.entries.filter { $0.endpoint == .responses }
      #expect(asked.map(\.account) == ["first", "first", "first", "second"])
      #expect(asked.map(\.turnState) == [nil, state.value, state.value, nil])
    }
  }

  @Test("its state and counters tell labels and numbers, and no token or address")
  func telling() async throws {
    try await RelayScene.serve { scene in
      _ = try await scene.turn()
      var texts: [String] = []
      for path in ["/status", "/metrics"] {
        let response = try await scene.send("GET", path)
        texts.append(String(decoding: try await response.collect(limit: 65_536), as: UTF8.self))
      }

      let whole = texts.joined()
      #expect(whole.contains(#""requests":1"#))
      #expect(whole.contains(#"swop_proxy_account_requests_total{account="first"} 1"#))
      #expect(!whole.contains("@"))
      #expect(!whole.contains(RelayScene.token))
    }
  }

  @Test("a body of a megabyte goes through as it is; one above the limit is 413")
  func bodies() async throws {
    var settings = ProxySettings()
    settings.server.bodyLimit = 2 << 20
    try await RelayScene.serve(settings: settings) { scene in
      let large = try await scene.turn(text: String(repeating: "a", count: 1 << 20))
      let refused = try await scene.send(body: String(repeating: "a", count: 3 << 20))
      _ = try await refused.collect(limit: 65_536)

      let sizes = await scene.server.standin.entries.filter { $0.endpoint == .responses }
        .map(\.bodyBytes)
      #expect(large.isComplete)
      #expect(sizes == [RelayScene.turn("").utf8.count + (1 << 20)])
      #expect(refused.status == 413)
    }
  }
}
