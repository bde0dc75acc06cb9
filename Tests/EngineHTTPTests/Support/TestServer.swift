import CSystem
import EngineCore
import Synchronization
import Testing

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

extension TestServer {
  /// The URL of a path.
  func url(_ path: String) -> String { address.origin + path }

  /// A streaming client on the server's loop.
  func httpClient(_ settings: ClientSettings = ClientSettings()) -> HTTPClient {
    HTTPClient(on: loop, settings: settings)
  }
}

extension HTTPClient {
  /// Sends a request and reads the whole answer as text.
  func text(_ request: ClientRequest) async throws(HTTPError) -> String {
    let response = try await send(request)
    let body = try await response.collect(limit: 64 << 20)
    return "\(response.status) " + String(decoding: body, as: UTF8.self)
  }
}

/// Waits until something is true, giving way to others meanwhile; a minute is far more than it takes.
func eventually(
  _ condition: () async -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async {
  let patience = ContinuousClock.now + .seconds(60)
  while !(await condition()) {
    guard ContinuousClock.now < patience else {
      Issue.record("It did not become true in a minute.", sourceLocation: sourceLocation)
      return
    }
    await Task.yield()
  }
}

/// A handler that answers every connection with fixed bytes and closes it.
func answering(_ text: String) -> ServerHandler {
  { _, response in
    let stream = try await response.takeOver()
    try await stream.write(text.utf8)
    await stream.finishWriting()
  }
}

/// A request with other limits.
func limited(_ url: String, _ change: (inout ClientLimits) -> Void) -> ClientRequest {
  var request = ClientRequest(url: url)
  change(&request.limits)
  return request
}

/// A value that a handler leaves for its test.
final class Box<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }

  func update(_ change: (inout sending Value) -> Void) { state.withLock { change(&$0) } }
}

/// Counts how often something happened and lets a test wait for it.
final class Signal: Sendable {
  private struct State {
    var count = 0
    var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.count } }

  func fire() {
    let ready = state.withLock { state in
      state.count += 1
      let count = state.count
      let ready = state.waiters.filter { $0.count <= count }
      state.waiters.removeAll { $0.count <= count }
      return ready
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  func wait(for count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.count >= count { return true }
        state.waiters.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }
}

/// The value of a counter once it has stopped to grow.
func steadyValue(_ value: () -> Int) async -> Int {
  var last = -1
  var rounds = 0
  while rounds < 20_000 {
    let now = value()
    rounds = now == last ? rounds + 1 : 0
    last = now
    await Task.yield()
  }
  return last
}

/// A body in parts.
actor PartSource {
  private var rest: Data
  private let size: Int

  init(_ data: Data, size: Int) {
    rest = data
    self.size = size
  }

  func next() -> [UInt8]? {
    guard !rest.isEmpty else { return nil }
    defer { rest = Data(rest.dropFirst(size)) }
    return Array(rest.prefix(size))
  }
}

/// Listens, but no one accepts: connections stand and nothing is ever answered.
actor SilentListener {
  nonisolated let address: ServerAddress
  private let descriptor: Int32

  init() throws {
    descriptor = csystem_listen_tcp("127.0.0.1", 0, 16)
    guard descriptor >= 0 else { throw HTTPServerError.stopped }
    address = .loopback(port: UInt16(clamping: csystem_local_port(descriptor)))
  }

  func close() {
    csystem_close_socket(descriptor, 0)
  }
}
