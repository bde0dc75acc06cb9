import EngineCore
import EngineStandin

/// The way to the stand-in's sign-in server without a socket.
struct StandinTransport: HTTPTransport {
  let standin: Standin

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let path = "/" + request.url.split(separator: "/").dropFirst(2).joined(separator: "/")
    let exchange = await standin.receive(
      StandinRequest(
        request.method, path, headers: request.headers.reveal(),
        body: request.body?.reveal() ?? Data()))
    await standin.end(exchange, as: .complete)
    let body = exchange.answer.body.reduce(into: Data()) { body, step in
      if case .bytes(let bytes) = step { body += bytes }
    }
    return HTTPResponse(
      status: exchange.answer.status, headers: exchange.answer.headers, body: body)
  }
}
