import EngineCore
import Testing

@testable import EngineStandin

/// The stand-in's state with a clock and the requests that tests repeat.
final class Bench {
  static let start = Date(timeIntervalSince1970: 1_800_000_000)

  var state = StandinState()
  var now = Bench.start

  init(_ accounts: [StandinAccount] = [StandinAccount("work")]) {
    for account in accounts { state.add(account, at: now) }
  }

  /// Sends a request and sees it through to its end.
  func send(
    _ method: String, _ target: String, bearer: String? = nil, headers: [HTTPField] = [],
    body: StandinJSON? = nil
  ) -> StandinAnswer {
    let all = headers + (bearer.map { [HTTPField("Authorization", "Bearer " + $0)] } ?? [])
    let request = StandinRequest(method, target, headers: all, body: body?.data ?? Data())
    let exchange = state.receive(request, at: now)
    state.end(exchange, as: .complete)
    return exchange.answer
  }

  func post(_ target: String, _ body: StandinJSON, bearer: String? = nil) -> StandinAnswer {
    send("POST", target, bearer: bearer, body: body)
  }

  func signIn(_ name: String = "work", lifetime: Double? = nil) throws -> Tokens {
    let set = state.signIn(name, lifetimeSeconds: lifetime, at: now)
    return Tokens(
      access: try #require(set).accessToken.reveal(),
      refresh: try #require(set).refreshToken.reveal())
  }

  func tokens(_ name: String, lifetimeSeconds: Double? = nil) -> TokenSet? {
    state.signIn(name, lifetimeSeconds: lifetimeSeconds, at: now)
  }

  func script(_ behaviour: Behaviour, for name: String?) -> Bool {
    state.script(behaviour, for: name)
  }

  func clearScript(for name: String?) -> Bool { state.clearScript(for: name) }

  func usage(_ tokens: Tokens) -> StandinAnswer {
    send("GET", "/backend-api/wham/usage", bearer: tokens.access)
  }

  func turn(_ tokens: Tokens, _ text: String = "hi") -> StandinAnswer {
    post("/backend-api/codex/responses", Bench.turnBody(text), bearer: tokens.access)
  }

  func refresh(_ token: String) -> StandinAnswer {
    post(
      "/oauth/token",
      ["client_id": "app", "grant_type": "refresh_token", "refresh_token": .string(token)])
  }

  static func turnBody(_ text: String) -> StandinJSON {
    ["input": [["role": "user", "content": [["type": "input_text", "text": .string(text)]]]]]
  }
}

/// The two tokens that tests pass around.
struct Tokens: Equatable {
  let access: String
  let refresh: String
}

extension StandinAnswer {
  /// The body as JSON.
  var json: StandinJSON? { StandinJSON(bodyData) }

  /// The body as text.
  var text: String { String(decoding: bodyData, as: UTF8.self) }

  /// `error.code`, or `error.type` for a limit.
  var errorCode: String? { json?["error"]?["code"]?.string ?? json?["error"]?["type"]?.string }

  /// The tokens of a token answer.
  var tokens: Tokens? {
    guard let access = json?["access_token"]?.string, let refresh = json?["refresh_token"]?.string
    else { return nil }
    return Tokens(access: access, refresh: refresh)
  }

  /// The events of a stream, in order.
  var events: [StandinJSON] {
    text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
      .compactMap { StandinJSON(Data($0.dropFirst(6).utf8)) }
  }

  /// The types of the events of a stream.
  var eventTypes: [String] { events.compactMap { $0["type"]?.string } }

  /// The words of the assistant's message.
  var reply: String? {
    events.compactMap { $0["item"]?["content"]?.array?.first?["text"]?.string }.last
  }
}
