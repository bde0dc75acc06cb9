import EngineCore
import EngineHTTP

/// What comes next of an answer's body, or why nothing does.
enum UpstreamPart: Sendable {
  /// A part of the body.
  case bytes([UInt8])
  /// Nothing yet, for as long as was to be waited.
  case late
  /// The connection ended, or fell silent, before the end.
  case broken(HTTPError)
}

extension ClientResponse {
  /// The next part of the body, nil at its end.
  ///
  /// - Parameter limit: How long to wait, nil for as long as the request's limits allow.
  /// - Returns: What came, or why nothing does.
  func nextPart(within limit: Duration? = nil) async -> UpstreamPart? {
    do throws(HTTPError) {
      switch try await nextChunk(within: limit) {
      case .bytes(let bytes): return .bytes(bytes)
      case .late: return .late
      case .end: return nil
      }
    } catch {
      return .broken(error)
    }
  }
}
