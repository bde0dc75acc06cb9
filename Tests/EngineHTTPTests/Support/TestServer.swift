import EngineCore

@testable import EngineHTTP

/// A server on a port the system chose, and its loop.
struct TestServer: Sendable {
  let server: HTTPServer
  let address: ServerAddress
  let loop: EventLoop

  func client() async throws -> RawClient { try await RawClient(address, on: loop) }

  /// One request on a connection of its own; the whole text of the answer.
  func exchange(_ request: String) async throws -> String {
    let client = try await client()
    try await client.send(request)
    let answer = await client.readToEnd()
    await client.close()
    return answer
  }
}

/// Runs a test against a server that is gone afterwards.
@discardableResult
func withServer<Result: Sendable>(
  _ backend: LoopBackend = .native, settings: ServerSettings = ServerSettings(),
  handler: @escaping ServerHandler,
  test: (TestServer) async throws -> Result
) async throws -> Result {
  let loop = try EventLoop(backend: backend)
  let server = HTTPServer(on: loop, settings: settings, handler: handler)
  let address = try await server.listen()
  do {
    let result = try await test(TestServer(server: server, address: address, loop: loop))
    await server.stopNow()
    return result
  } catch {
    await server.stopNow()
    throw error
  }
}

/// Answers with the method and the body of the request, and its path in a field.
let echoingServer: ServerHandler = { request, response in
  let body = try await request.collect()
  try await response.send(
    status: 200, headers: [HTTPField("X-Path", request.path)],
    body: Array("\(request.method) ".utf8) + body)
}

/// Answers with the number of bytes in the body, which it reads only after a signal.
func countBytes(after mayRead: Signal) -> ServerHandler {
  { request, response in
    await mayRead.wait()
    var count = 0
    while let chunk = try await request.nextChunk() { count += chunk.count }
    try await response.send(status: 200, body: "\(count)".utf8)
  }
}
