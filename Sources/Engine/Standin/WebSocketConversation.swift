import EngineCore
import EngineHTTP

/// Turns over WebSocket: every message of the client is a request of its own.
struct WebSocketConversation: Sendable {
  let standin: Standin
  let time: any TimeSource
  /// The request that opened the connection.
  let opening: StandinRequest
  let stream: ByteStream

  /// Serves messages until one side ends the connection.
  ///
  /// - Throws: `HTTPServerError` or `CancellationError` when the client leaves.
  func serve() async throws {
    var frames = WebSocketFrames()
    while let bytes = try await stream.read() {
      frames.append(bytes)
      while let message = frames.next() {
        switch message {
        case .text(let text):
          guard try await serveTurn(Data(text)) else { return await stream.close() }
        case .ping(let payload): try await stream.write(WebSocketFrames.frame(.pong, payload))
        case .close:
          try await stream.write(WebSocketFrames.frame(.close, []))
          return await stream.close()
        }
      }
    }
  }

  /// Serves one turn.
  ///
  /// - Returns: whether the connection goes on.
  private func serveTurn(_ body: Data) async throws -> Bool {
    let exchange = await standin.receive(opening.message(body))
    do {
      return try await perform(exchange)
    } catch {
      await standin.end(exchange, as: .clientLeft)
      throw error
    }
  }

  private func perform(_ exchange: StandinState.Exchange) async throws -> Bool {
    let answer = exchange.answer
    let steps = answer.status == 200 ? answer.body : [.bytes(answer.errorFrame)]
    for step in answer.beforeHead + steps {
      switch step {
      case .bytes(let data):
        for text in EventStream.messages(in: data) {
          // The end is noted first: whoever has the last frame finds it in the log.
          if step == steps.last { await standin.end(exchange, as: .complete) }
          try await stream.write(WebSocketFrames.frame(.text, text))
        }
      case .pause(let milliseconds): try await time.sleep(for: .milliseconds(milliseconds))
      case .hang:
        while try await stream.read() != nil {}
        throw HTTPServerError.clientLeft
      case .cut:
        await standin.end(exchange, as: .cut)
        return false
      }
    }
    return true
  }
}
