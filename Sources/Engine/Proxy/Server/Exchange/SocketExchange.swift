import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// One WebSocket, from the client's handshake to the end of both connections. It stays on one account: a
/// turn refers to earlier ones by numbers that only that account knows.
struct SocketExchange: DecidedExchange {
  let tools: RelayTools
  let request: ServerRequest
  let response: ServerResponse
  let target: ProxyTarget
  let facts: RequestFacts
  let client: ProxyClient

  func serve(_ number: RequestNumber, from first: Decision) async throws {
    var decision = first
    var open: (headers: [HTTPField], tunnel: ClientTunnel)?
    while true {
      switch decision.step {
      case .send(let attempt):
        let outcome: UpstreamOutcome
        (open, outcome) = try await shakeHands(attempt)
        decision = await tools.desk.report(outcome, of: number)
      case .stream:
        guard let (headers, tunnel) = open else { return await response.abort() }
        return try await run(number, headers, tunnel)
      case .answer(let local): return try await answers.send(local)
      case .wait, .passThrough, .endStream, .closeSocket:
        await tools.desk.leave(number)
        return try await answers.send(.upgradeRequired)
      case .finish, .cancel: return
      }
    }
  }

  private func shakeHands(
    _ attempt: Attempt
  ) async throws -> ((headers: [HTTPField], tunnel: ClientTunnel)?, UpstreamOutcome) {
    let outgoing: ClientRequest
    switch try await courier.outgoing(for: attempt, adding: handshake) {
    case .failure(let refusal): return (nil, refusal.outcome)
    case .success(let made): outgoing = made
    }
    do throws(HTTPError) {
      switch try await tools.client.upgrade(outgoing) {
      case .switched(let headers, let tunnel):
        return ((headers, tunnel), .answered(UpstreamAnswer(status: 101, headers: headers)))
      case .refused(let status, let headers, let body):
        // A server that answers an upgrade with a page does not speak the protocol.
        let shown = status < 400 ? 426 : status
        return (nil, .answered(UpstreamAnswer(status: shown, headers: headers, body: body)))
      }
    } catch {
      if error == .cancelled { throw CancellationError() }
      return (nil, UpstreamCourier.outcome(of: error))
    }
  }

  /// The client's own handshake, without the compression it offers: compressed frames could not be read.
  private var handshake: [HTTPField] {
    let kept = ["sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol"]
    return [HTTPField("connection", "Upgrade"), HTTPField("upgrade", "websocket")]
      + request.headers.filter { kept.contains($0.name.lowercased()) }
  }

  private func run(
    _ number: RequestNumber, _ headers: [HTTPField], _ tunnel: ClientTunnel
  ) async throws {
    let fields = RequestRewrite.answerHeaders(headers).filter {
      $0.name.lowercased() != "content-length"
    }
    let stream: ByteStream
    do {
      stream = try await response.upgrade(
        headers: [HTTPField("Connection", "Upgrade"), HTTPField("Upgrade", "websocket")] + fields)
    } catch {
      await tunnel.close()
      throw error
    }
    let session = SocketSession(tools: tools, number: number, stream: stream, tunnel: tunnel)
    await tools.desk.register(session, of: client, as: number)
    await session.run()
    await tools.desk.unregister(number)
    await tools.desk.leave(number)
  }
}
