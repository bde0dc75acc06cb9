import EngineCore
import TestSupport

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

/// What a client sends, and what the backend saw of it.
extension RelayScene {
  /// The account that served each conversation last.
  func homes() async -> [String: String] {
    var homes: [String: String] = [:]
    for entry in await server.standin.entries where entry.endpoint == .responses {
      homes[entry.threadID ?? ""] = entry.account
    }
    return homes
  }

  /// The methods of the requests for turns that an account got.
  func methods(of name: String) async -> Set<String> {
    Set(
      await server.standin.entries.filter { $0.endpoint == .responses && $0.account == name }
        .map(\.method))
  }

  /// Sends a request with the pool's token.
  func send(
    _ method: String = "POST", _ path: String = "/backend-api/codex/responses",
    headers: [HTTPField] = [], body: String = RelayScene.turn("hi"), token: String? = nil
  ) async throws -> ClientResponse {
    let shown = token ?? Self.pass.accessToken
    return try await client.send(
      ClientRequest(
        method: method, url: try addresses.url + path,
        headers: [HTTPField("authorization", "Bearer " + shown)] + headers,
        body: method == "GET" ? .none : .bytes(Redacted(Data(body.utf8))),
        limits: Self.limits))
  }

  /// Sends a turn of a conversation and reads its whole answer.
  func turn(_ conversation: String = "one", text: String = "hi") async throws -> Answer {
    let response = try await send(
      headers: [HTTPField("thread-id", conversation)], body: Self.turn(text))
    let body = try await response.collect(limit: 8 << 20)
    return Answer(
      status: response.status, headers: response.headers,
      text: String(decoding: body, as: UTF8.self))
  }

  /// Begins a long turn on an account and leaves in the middle of its answer.
  ///
  /// - Returns: Whether the backend saw it leave.
  func leaveMidStream(of name: String) async throws -> Bool {
    await server.standin.script(
      Behaviour(.drip(deltas: 5_000, milliseconds: 10), on: .responses, times: 1), for: name)
    let response = try await send(headers: [HTTPField("thread-id", "one")])
    _ = try await response.nextChunk()
    await response.cancel()
    return await backendSawLeaving()
  }

  /// Waits until the backend has seen a client leave.
  func backendSawLeaving() async -> Bool {
    await server.standin.wait { state in
      state.entries.contains { $0.endpoint == .responses && $0.ending == .clientLeft }
    }
  }

  /// The body of a turn.
  static func turn(_ text: String) -> String {
    #"{"model":"gpt-5","stream":true,"input":[{"role":"user","content":[{"type":"input_text","#
      + #""text":"\#(text)"}]}]}"#
  }

  static var limits: ClientLimits {
    var limits = ClientLimits()
    limits.head = .seconds(60)
    return limits
  }

  /// Which accounts were asked for turns, in order, with the status they answered.
  func turns() async -> [Turn] {
    await server.standin.entries.filter { $0.endpoint == .responses && !$0.isUpgrade }.map {
      Turn($0.account ?? "nobody", $0.status)
    }
  }

  struct Turn: Equatable, CustomStringConvertible {
    let account: String
    let status: Int

    init(_ account: String, _ status: Int) {
      self.account = account
      self.status = status
    }

    var description: String { "\(account) \(status)" }
  }

  struct Answer {
    let status: Int
    let headers: [HTTPField]
    let text: String

    /// Whether the turn was answered to its end.
    var isComplete: Bool { status == 200 && text.contains("response.completed") }
  }
}
