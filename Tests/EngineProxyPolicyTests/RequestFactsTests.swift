import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("RequestFacts")
struct RequestFactsTests {
  private func facts(
    _ target: String, _ method: String = "POST", _ headers: [HTTPField] = [], body: String? = nil
  ) throws -> RequestFacts {
    RequestFacts(
      target: try #require(ProxyTarget(target)), method: method, headers: headers,
      body: body.map { Array($0.utf8)[...] }, client: "laptop")
  }

  @Test("a turn of codex: its conversation and its model come from the headers")
  func turn() throws {
    let headers = [
      HTTPField("thread-id", "thread"), HTTPField("x-codex-routing-hint", "model=gpt-5.5"),
      HTTPField("content-encoding", "zstd"),
    ]

    #expect(
      try facts("/backend-api/codex/responses", "POST", headers)
        == RequestFacts(
          kind: .model, conversation: ConversationKey(identifier: "thread"), client: "laptop",
          model: "gpt-5.5"))
  }

  @Test("the same over WebSocket, and from another client's body")
  func otherWays() throws {
    let socket = try facts(
      "/codex/responses", "GET",
      [HTTPField("Upgrade", "WebSocket"), HTTPField("thread-id", "thread")])
    let other = try facts(
      "/v1/responses", body: #"{"model":"gpt-5.5","input":"hi","prompt_cache_key":"thread"}"#)

    #expect(socket.kind == .socket)
    #expect(
      [socket, other].map(\.conversation?.digest) == [other, socket].map(\.conversation?.digest))
    #expect(other.model == "gpt-5.5")
    #expect(other.kind == .model)
  }

  @Test("what is asked about an account is asked twice only where that does no harm")
  func backend() throws {
    let read = try facts("/backend-api/wham/usage", "GET")
    let spend = try facts("/backend-api/wham/rate-limit-reset-credits/consume")

    #expect([read.kind, spend.kind] == [.backend, .backend])
    #expect([read.isRepeatable, spend.isRepeatable] == [true, false])
    #expect(try facts("/v1/models", "GET").kind == .model)
  }

  @Test(
    "a model's name is bounded, and absent where no one says it", arguments: ["", "model=", "x"])
  func noModel(_ hint: String) throws {
    let long = #"{"model":"\#(String(repeating: "m", count: 101))"}"#

    #expect(
      try facts("/v1/responses", "POST", [HTTPField("x-codex-routing-hint", hint)]).model == nil)
    #expect(try facts("/v1/responses", body: long).model == nil)
  }
}
