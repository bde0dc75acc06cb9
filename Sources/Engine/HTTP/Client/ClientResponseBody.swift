package import EngineKernel

/// The body of an answer, part by part.
package struct ClientResponseBody: AsyncSequence, Sendable {
  package typealias Element = [UInt8]
  package typealias Failure = HTTPError

  let response: ClientResponse

  package func makeAsyncIterator() -> Iterator {
    Iterator(response: response)
  }

  /// Asks for one part after the other.
  package struct Iterator: AsyncIteratorProtocol {
    let response: ClientResponse

    package func next() async throws(HTTPError) -> [UInt8]? {
      try await response.nextChunk()
    }

    package func next(
      isolation actor: isolated (any Actor)?
    ) async throws(HTTPError) -> [UInt8]? {
      try await response.nextChunk()
    }
  }
}
