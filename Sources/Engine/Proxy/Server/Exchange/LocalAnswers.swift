import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// Sends what the proxy answers itself.
struct LocalAnswers: Sendable {
  /// Where to.
  let response: ServerResponse
  /// Whether the client's token is part of the path: codex would write the path down on a 403 or 404.
  let hasTokenInPath: Bool

  /// Sends an error.
  func send(_ answer: LocalAnswer) async throws(HTTPServerError) {
    let isTelltale = hasTokenInPath && [403, 404].contains(answer.status)
    try await response.send(
      status: isTelltale ? 400 : answer.status, headers: answer.headers,
      body: Array(answer.body.utf8))
  }

  /// Sends JSON.
  func send(json: JSONValue) async throws(HTTPServerError) {
    try await response.send(
      status: 200, headers: [HTTPField("content-type", "application/json")],
      body: Array((JSONWriter.line(json) + "\n").utf8))
  }

  /// Sends Prometheus text.
  func send(metrics: String) async throws(HTTPServerError) {
    try await response.send(
      status: 200, headers: [HTTPField("content-type", "text/plain; version=0.0.4")],
      body: Array(metrics.utf8))
  }
}
