import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// One try of a request on one account, up to the head of the answer.
struct UpstreamTry: Sendable {
  let courier: UpstreamCourier
  let body: KeptBody

  /// Sends the request.
  ///
  /// - Returns: The answer, nil if there is none, and what the rotation is told.
  /// - Throws: `CancellationError` when the client left.
  func run(_ attempt: Attempt) async throws -> (OpenAnswer?, UpstreamOutcome) {
    switch try await courier.outgoing(for: attempt) {
    case .failure(let refusal): return (nil, refusal.outcome)
    case .success(var outgoing):
      outgoing.body = body.clientBody
      return try await send(outgoing)
    }
  }

  private func send(_ outgoing: ClientRequest) async throws -> (OpenAnswer?, UpstreamOutcome) {
    let response: ClientResponse
    do throws(HTTPError) {
      response = try await courier.tools.client.send(outgoing)
    } catch {
      if error == .cancelled { throw CancellationError() }
      return (nil, UpstreamCourier.outcome(of: error))
    }
    var answer = OpenAnswer(response)
    let outcome = try await answer.readOutcome()
    return (answer, outcome)
  }
}
