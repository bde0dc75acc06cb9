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
