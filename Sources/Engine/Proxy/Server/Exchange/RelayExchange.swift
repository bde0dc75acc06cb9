import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// One request over HTTP, from its body to the last byte of its answer.
struct RelayExchange: DecidedExchange {
  let tools: RelayTools
  let request: ServerRequest
  let response: ServerResponse
  let target: ProxyTarget
  let facts: RequestFacts
  let body: KeptBody

  func serve(_ number: RequestNumber, from first: Decision) async throws {
    var decision = first
    var open: OpenAnswer?
    while true {
      switch decision.step {
      case .send(let attempt):
        // Whatever the last try still brings is cut here.
        open = nil
        let (answer, outcome) = try await UpstreamTry(courier: courier, body: body).run(attempt)
        open = answer
        decision = await tools.desk.report(outcome, of: number)
      case .wait:
        open = nil
        guard let next = await tools.desk.nextDecision(of: number) else {
          throw CancellationError()
        }
        decision = next
      case .stream:
        guard let answer = open else { return await response.abort() }
        let stream = RelayStream(
          tools: tools, response: response, number: number, answer: answer,
          isTurn: answer.isTurn(of: target), body: body)
        guard let next = try await stream.run() else { return }
        decision = next
      case .passThrough(let status):
        guard let answer = open else { return try await answers.send(.gaveUp(.closed)) }
        return try await pass(answer, status: status)
      case .answer(let local): return try await answers.send(local)
      case .endStream, .closeSocket: return await response.abort()
      case .finish, .cancel: return
      }
    }
  }

  /// Passes on an answer that nothing is decided about any more.
  private func pass(_ answer: OpenAnswer, status: Int?) async throws {
    try await response.begin(
      status: status ?? answer.response.status,
      headers: RequestRewrite.answerHeaders(answer.response.headers))
    try await response.write(answer.prefix)
    while !answer.isWhole, let part = await answer.response.nextPart() {
      guard case .bytes(let bytes) = part else { return await response.abort() }
      try await response.write(bytes)
    }
    try await response.finish()
  }
}

/// One exchange with a client, over HTTP or a WebSocket, that goes on as the desk decides.
protocol DecidedExchange: Sendable {
  var tools: RelayTools { get }
  var request: ServerRequest { get }
  var response: ServerResponse { get }
  var target: ProxyTarget { get }
  var facts: RequestFacts { get }

  /// Does what is decided, until it is over.
  func serve(_ number: RequestNumber, from first: Decision) async throws
}

extension DecidedExchange {
  /// Serves the request.
  ///
  /// - Throws: `HTTPServerError`, `CancellationError`: the client left, and everything was ended.
  func serve() async throws {
    let (number, first) = await tools.desk.arrive(facts)
    do {
      try await serve(number, from: first)
    } catch {
      await tools.desk.leave(number)
      throw error
    }
  }

  /// Makes the request that an account sends.
  var courier: UpstreamCourier {
    UpstreamCourier(tools: tools, request: request, target: target)
  }

  /// Sends what the proxy answers itself.
  var answers: LocalAnswers {
    LocalAnswers(response: response, hasTokenInPath: facts.hasTokenInPath)
  }
}

/// What every request of one proxy shares. A class: each request's tasks would else carry copies of it.
final class RelayTools: Sendable {
  /// The thread on which everything happens.
  let loop: EventLoop
  /// Decides.
  let desk: RelayDesk
  /// Knows as whom requests go on.
  let directory: UpstreamDirectory
  /// Sends.
  let client: HTTPClient
  /// How much of request bodies is kept.
  let room: BodyRoom
  /// The limits.
  let settings: ProxySettings

  init(
    loop: EventLoop, desk: RelayDesk, directory: UpstreamDirectory, client: HTTPClient,
    room: BodyRoom, settings: ProxySettings
  ) {
    self.loop = loop
    self.desk = desk
    self.directory = directory
    self.client = client
    self.room = room
    self.settings = settings
  }
}
