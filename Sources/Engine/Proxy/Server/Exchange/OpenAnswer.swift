import EngineCore
import EngineHTTP
import EngineProxyPolicy

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
