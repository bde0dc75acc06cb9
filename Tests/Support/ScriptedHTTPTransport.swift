package import EngineCore
import Synchronization

/// Answers requests from a script and keeps what was asked.
package final class ScriptedHTTPTransport: HTTPTransport {
  /// What the script does with one request.
  package typealias Answer = @Sendable (HTTPRequest) async -> Result<HTTPResponse, HTTPError>

  private struct State {
    var answers: [Answer]
    var requests: [HTTPRequest] = []
  }

  private let state: Mutex<State>

  /// Takes one answer a request; the last one serves every further request.
  package init(_ answers: [Answer]) {
    state = Mutex(State(answers: answers))
  }

  /// Answers every request alike.
  package convenience init(_ answer: @escaping Answer) {
    self.init([answer])
  }

  /// Everything that was asked, in order.
  package var requests: [HTTPRequest] { state.withLock { $0.requests } }

  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let answer = state.withLock { state -> Answer? in
      state.requests.append(request)
      return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first
    }
    guard let answer else { throw .unavailable(detail: "the script has no answer") }
    return try await answer(request).get()
  }
}
