import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// Makes of a client's request the request that an account sends.
struct UpstreamCourier: Sendable {
  let tools: RelayTools
  let request: ServerRequest
  let target: ProxyTarget

  /// The request for one try, without a body; it is waited here if the try has to wait.
  ///
  /// - Parameters:
  ///   - attempt: The try.
  ///   - further: Fields that the caller adds, those of a handshake.
  /// - Returns: The request, or what became of the try instead.
  /// - Throws: `CancellationError` when the client left.
  func outgoing(
    for attempt: Attempt, adding further: [HTTPField] = []
  ) async throws -> Result<ClientRequest, UpstreamRefusal> {
    if attempt.pause > .zero { try await tools.loop.pause(for: attempt.pause) }
    guard let account = await tools.desk.members[attempt.account] else {
      // It was removed while the request was on its way to it.
      return .failure(UpstreamRefusal(.tokenUnavailable(isDead: true)))
    }
    let identity: UpstreamIdentity
    switch try await tools.directory.identity(of: account, renewing: attempt.needsNewToken) {
    case .success(let found): identity = found
    case .failure(let refusal): return .failure(refusal)
    }
    guard let url = RequestRewrite.address(of: target, for: identity) else {
      return .failure(UpstreamRefusal(.failedToConnect))
    }
    var outgoing = ClientRequest(
      method: request.method, url: url, limits: tools.settings.limits,
      isReplayable: target.kind != .backend || ["GET", "HEAD"].contains(request.method))
    outgoing.headers = await tools.desk.headers(request.headers, as: identity, adding: further)
    return .success(outgoing)
  }

  /// What the rotation is told of a request that got no answer.
  static func outcome(of error: HTTPError) -> UpstreamOutcome {
    switch error {
    case .unresolved, .unreachable, .insecure, .unavailable: .failedToConnect
    case .timedOutConnecting: .timedOutConnecting
    case .timedOutAfterSending: .timedOutBeforeHead
    // The client has tried once more on a fresh connection where a kept one had died.
    case .cut, .tooLarge, .malformed, .cancelled: .closedBeforeHead(wasReused: false)
    }
  }
}
