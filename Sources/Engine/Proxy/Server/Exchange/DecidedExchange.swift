import EngineHTTP
import EngineProxyPolicy

/// One exchange with a client, over HTTP or a WebSocket, that goes on as the desk decides.
protocol DecidedExchange: Sendable {
  var tools: RelayTools { get }
  var request: ServerRequest { get }
  var response: ServerResponse { get }
  var target: ProxyTarget { get }
  var facts: RequestFacts { get }

  /// Does what is decided, until it is over.
  func serve(_ number: RequestNumber, from first: Decision) async throws
}

extension DecidedExchange {
  /// Serves the request.
  ///
  /// - Throws: `HTTPServerError`, `CancellationError`: the client left, and everything was ended.
  func serve() async throws {
    let (number, first) = await tools.desk.arrive(facts)
    do {
      try await serve(number, from: first)
    } catch {
      await tools.desk.leave(number)
      throw error
    }
  }

  /// Makes the request that an account sends.
  var courier: UpstreamCourier {
    UpstreamCourier(tools: tools, request: request, target: target)
  }

  /// Sends what the proxy answers itself.
  var answers: LocalAnswers {
    LocalAnswers(response: response, hasTokenInPath: facts.hasTokenInPath)
  }
}
