import EngineCore
import TestSupport
import Testing

@testable import EngineProxyPolicy

@Suite("Requests on their way through")
struct RequestRewriteTests {
  private func identity(
    base: String = "https://chatgpt.com/backend-api", override: String? = nil
  ) -> UpstreamIdentity {
    UpstreamIdentity(
      account: AccountID("one"), bearer: Redacted("real"), accountID: Redacted("acc-1"),
      base: base, routingOverride: override)
  }

  private func rewritten(
    _ headers: [HTTPField], override: String? = nil, turnStates: TurnStates = TurnStates()
  ) -> [HTTPField] {
    RequestRewrite.headers(
      headers, as: identity(override: override), turnStates: turnStates, at: start
    ).reveal()
  }

  @Test("the account's proof takes the client's place; everything else stays as it came, in order")
  func proof() {
    let headers = rewritten([
      HTTPField("Host", "127.0.0.1:9"), HTTPField("User-Agent", "codex_exec/0.163.0"),
      HTTPField("Authorization", "Bearer local"), HTTPField("ChatGPT-Account-ID", "pool"),
      HTTPField("X-Api-Key", "local"), HTTPField("content-encoding", "zstd"),
      HTTPField("Content-Length", "24"), HTTPField("x-dup", "1"), HTTPField("x-dup", "2"),
    ])

    #expect(
      headers == [
        HTTPField("User-Agent", "codex_exec/0.163.0"), HTTPField("authorization", "Bearer real"),
        HTTPField("chatgpt-account-id", "acc-1"), HTTPField("content-encoding", "zstd"),
        HTTPField("x-dup", "1"), HTTPField("x-dup", "2"),
      ])
  }

  @Test("what belongs to the connection goes, with everything Connection lists")
  func hopByHop() {
    let headers = rewritten([
      HTTPField("connection", "keep-alive, X-Private"), HTTPField("Connection", "Authorization"),
      HTTPField("x-private", "1"), HTTPField("TE", "trailers"), HTTPField("upgrade", "websocket"),
      HTTPField("Sec-WebSocket-Key", "k"), HTTPField("transfer-encoding", "chunked"),
      HTTPField("authorization", "Bearer local"), HTTPField("accept", "*/*"),
    ])

    #expect(
      headers == [
        HTTPField("authorization", "Bearer real"), HTTPField("chatgpt-account-id", "acc-1"),
        HTTPField("accept", "*/*"),
      ])
  }

  @Test("a client that proves itself in the path still sends the account's proof")
  func pathClient() {
    #expect(
      rewritten([HTTPField("accept", "*/*")]) == [
        HTTPField("authorization", "Bearer real"), HTTPField("chatgpt-account-id", "acc-1"),
        HTTPField("accept", "*/*"),
      ])
  }

  @Test("the client's routing header never survives; the account's is set where it has one")
  func routing() {
    let sent = [HTTPField("X-OpenAI-Account-Routing-Override", "us")]
    let name = "x-openai-account-routing-override"

    #expect(rewritten(sent).value(of: name) == nil)
    #expect(rewritten(sent, override: "us_cr").value(of: name) == "us_cr")
  }

  @Test("a turn's state is dropped when the account changes")
  func turnState() {
    var states = TurnStates()
    states.learn(from: [HTTPField("x-codex-turn-state", "a")], of: AccountID("one"), at: start)
    states.learn(from: [HTTPField("x-codex-turn-state", "b")], of: AccountID("two"), at: start)

    let kept = rewritten([HTTPField("x-codex-turn-state", "a")], turnStates: states)
    let dropped = rewritten([HTTPField("X-Codex-Turn-State", "b")], turnStates: states)

    #expect(kept.value(of: "x-codex-turn-state") == "a")
    #expect(dropped.value(of: "x-codex-turn-state") == nil)
  }

  @Test("an answer loses what belongs to the upstream's connection and nothing else")
  func answer() {
    let headers = [
      HTTPField("Connection", "close, x-hop"), HTTPField("x-hop", "1"),
      HTTPField("Transfer-Encoding", "chunked"), HTTPField("content-length", "5"),
      HTTPField("x-codex-turn-state", "a"), HTTPField("set-cookie", "c"),
    ]

    #expect(
      RequestRewrite.answerHeaders(headers) == [
        HTTPField("content-length", "5"), HTTPField("x-codex-turn-state", "a"),
        HTTPField("set-cookie", "c"),
      ])
  }

  @Test(
    "what is the backend's finds its place below the backend's base",
    arguments: [
      ("/backend-api/codex/responses", ProxyTarget.Kind.responses, "/codex/responses"),
      ("/codex/responses", .responses, "/codex/responses"),
      ("/v1/responses?stream=1", .responses, "/codex/responses?stream=1"),
      ("/v1/responses/compact", .compact, "/codex/responses/compact"),
      ("/v1/models", .models, "/codex/models"),
      (
        "/backend-api/codex/models?client_version=0.163.0", .models,
        "/codex/models?client_version=0.163.0"
      ),
      ("/run/17/backend-api/codex/responses", .responses, "/codex/responses"),
      ("/backend-api/wham/usage", .backend, "/wham/usage"),
      ("/backend-api/ps/plugins/list?q=%20a", .backend, "/ps/plugins/list?q=%20a"),
      ("/backend-api/wham/accounts/check", .accountsCheck, ""),
      ("/oauth/token", .token, ""), ("/healthz", .health, ""), ("/metrics", .metrics, ""),
      ("/status?x", .status, ""),
    ])
  func targets(_ target: String, _ kind: ProxyTarget.Kind, _ path: String) throws {
    let read = try #require(ProxyTarget(target))

    #expect(read.kind == kind)
    #expect(read.path == path)
    #expect(read.run == (target.hasPrefix("/run/17/") ? RunID(17) : nil))
  }

  @Test(
    "what is not the backend's, or is not what it looks like, is no one's",
    arguments: [
      "", "/", "*", "/backend-api", "/v1/chat/completions",
      "/.well-known/oauth-authorization-server",
      "/run/17", "/run/x/backend-api/codex/responses", "/run/99999999999999999999/backend-api/a",
      "/run/17/run/18/backend-api/codex/responses", "/backend-api/../admin", "/backend-api/x/./y",
      "/backend-api//evil.com/x",
      "/backend-api/%2e%2e/admin", "/backend-api/a%2fb", "/backend-api/a%252e", "/backend-api/a\\b",
      "http://evil.com/backend-api/codex/responses", "/backend-api/@evil.com", "/backend-api/a b",
      "/backend-api/a\r\nx: y", "/backend-api/a#b", "/backend-api/é", "/backend-apix/codex",
      "/backend-api/" + String(repeating: "a", count: 9_000),
    ])
  func strangers(_ target: String) {
    #expect(ProxyTarget(target) == nil)
  }

  @Test("a token goes over https or stays on this machine")
  func addresses() throws {
    let target = try #require(ProxyTarget("/backend-api/codex/responses?a=1"))
    let bases = [
      "https://chatgpt.com/backend-api", "http://127.0.0.1:81/backend-api", "http://chatgpt.com",
      "http://127.0.0.1.evil.com/x", "ftp://127.0.0.1",
    ]

    let addresses = bases.map { RequestRewrite.address(of: target, for: identity(base: $0)) }

    #expect(
      addresses == [
        "https://chatgpt.com/backend-api/codex/responses?a=1",
        "http://127.0.0.1:81/backend-api/codex/responses?a=1", nil, nil, nil,
      ])
  }
}
