import EngineCore
import EngineHTTP

/// Carries out the stand-in's plan for one request.
struct StandinVisitor: Sendable {
  let standin: Standin
  let time: any TimeSource

  /// Serves a request from its body to the last byte of its answer.
  ///
  /// - Throws: `HTTPServerError` or `CancellationError` when the client leaves.
  func serve(_ request: ServerRequest, _ response: ServerResponse) async throws {
    let body = try await request.collect(limit: 64 << 20)
    let asked = StandinRequest(
      request.method, request.target, headers: request.headers, body: body)
    let exchange = await standin.receive(asked)
    do {
      try await perform(exchange, asked, request, response)
    } catch {
      await standin.end(exchange, as: .clientLeft)
      throw error
    }
  }

  private func perform(
    _ exchange: StandinState.Exchange, _ opening: StandinRequest, _ request: ServerRequest,
    _ response: ServerResponse
  ) async throws {
    let answer = exchange.answer
    if answer.status == 101 {
      await standin.end(exchange, as: .complete)
      let stream = try await response.upgrade(headers: answer.headers)
      return try await WebSocketConversation(
        standin: standin, time: time, opening: opening, stream: stream
      ).serve()
    }
    for step in answer.beforeHead {
      guard try await perform(step, exchange, request, response) else { return }
    }
    if let whole = answer.wholeBody {
      // The end is noted first: whoever has the answer finds it in the log.
      await standin.end(exchange, as: .complete)
      let date = HTTPField("Date", await standin.dateText)
      return try await response.send(
        status: answer.status, headers: answer.headers + [date], body: whole)
    }
    try await response.begin(status: answer.status, headers: answer.headers)
    for (index, step) in answer.body.enumerated() {
      if index == answer.body.count - 1, case .bytes = step {
        await standin.end(exchange, as: .complete)
      }
      guard try await perform(step, exchange, request, response) else { return }
    }
    try await response.finish()
  }

  /// Carries out one step.
  ///
  /// - Returns: whether there is anything more to do.
  private func perform(
    _ step: StandinAnswer.Step, _ exchange: StandinState.Exchange, _ request: ServerRequest,
    _ response: ServerResponse
  ) async throws -> Bool {
    switch step {
    case .bytes(let data):
      try await response.write(data)
      return true
    case .pause(let milliseconds):
      try await time.sleep(for: .milliseconds(milliseconds))
      return true
    case .hang:
      await request.whenClientLeaves()
      await standin.end(exchange, as: .clientLeft)
    case .cut:
      await standin.end(exchange, as: .cut)
      await response.abort()
    }
    return false
  }
}
