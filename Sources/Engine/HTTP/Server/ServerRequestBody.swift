/// The body of a request, part by part.
package struct ServerRequestBody: AsyncSequence, Sendable {
  package typealias Element = [UInt8]
  package typealias Failure = HTTPServerError

  let request: ServerRequest

  package func makeAsyncIterator() -> Iterator {
    Iterator(request: request)
  }

  /// Asks the connection for one part after the other.
  package struct Iterator: AsyncIteratorProtocol {
    let request: ServerRequest

    package func next() async throws(HTTPServerError) -> [UInt8]? {
      try await request.nextChunk()
    }

    package func next(
      isolation actor: isolated (any Actor)?
    ) async throws(HTTPServerError) -> [UInt8]? {
      try await request.nextChunk()
    }
  }
}
