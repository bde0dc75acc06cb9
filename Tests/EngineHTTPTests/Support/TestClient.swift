import EngineCore
import Testing

@testable import EngineHTTP

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
