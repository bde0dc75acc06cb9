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

/// Why no request could be sent for an account: an outcome like that of a request.
struct UpstreamRefusal: Error {
  /// What the rotation is told.
  let outcome: UpstreamOutcome

  /// A refusal.
  init(_ outcome: UpstreamOutcome) {
    self.outcome = outcome
  }
}

/// An answer of the backend whose head has arrived, and whose body is still to come.
struct OpenAnswer: Sendable {
  /// How long the beginning of an error's body may take.
  private static let errorLimit = Duration.seconds(10)

  /// The answer.
  let response: ClientResponse
  /// What of its body was read already.
  private(set) var prefix: [UInt8] = []
  /// Whether that is the whole body.
  private(set) var isWhole = false

  /// An answer of which only the head was read.
  init(_ response: ClientResponse) {
    self.response = response
  }

  /// Reads the beginning of an error's body, which says what is wrong.
  ///
  /// - Returns: What the rotation is told.
  /// - Throws: `CancellationError` when the client left.
  mutating func readOutcome() async throws -> UpstreamOutcome {
    guard response.status >= 400 else { return .answered(outline(body: [])) }
    while prefix.count < UpstreamAnswer.bodyLimit, !isWhole {
      do throws(HTTPError) {
        switch try await response.nextChunk(within: Self.errorLimit) {
        case .bytes(let bytes): prefix += bytes
        case .end, .late: isWhole = true
        }
      } catch {
        if error == .cancelled { throw CancellationError() }
        // The head alone says enough.
        isWhole = true
      }
    }
    let isCompressed = response.headers.value(of: "content-encoding") != nil
    return .answered(outline(body: isCompressed ? [] : prefix))
  }

  private func outline(body: [UInt8]) -> UpstreamAnswer {
    UpstreamAnswer(status: response.status, headers: response.headers, body: body)
  }

  /// Whether the body is the event stream of a turn, which can be read along.
  func isTurn(of target: ProxyTarget) -> Bool {
    guard target.kind == .responses, response.status == 200,
      response.headers.value(of: "content-encoding") == nil
    else { return false }
    let type = response.headers.value(of: "content-type")?.lowercased() ?? ""
    return type.isEmpty || type.hasPrefix("text/event-stream")
  }
}
