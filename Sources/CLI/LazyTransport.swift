import EngineCore

/// An HTTP transport that is built with the first request, so that commands which need none do not pay
/// for it.
actor LazyTransport: HTTPTransport {
  private let make: @Sendable () throws -> any HTTPTransport
  private var transport: (any HTTPTransport)?

  /// A transport that `make` builds.
  init(_ make: @escaping @Sendable () throws -> any HTTPTransport) {
    self.make = make
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await built().send(request)
  }

  private func built() throws(HTTPError) -> any HTTPTransport {
    if let transport { return transport }
    do {
      let new = try make()
      transport = new
      return new
    } catch {
      throw .unavailable(detail: (error as? any EngineError)?.message ?? "\(error)")
    }
  }
}
