/// How the body of a request is delimited.
package enum RequestBodyLength: Hashable, Sendable {
  /// There is none.
  case none
  /// So many bytes, more than 0.
  case fixed(Int)
  /// In chunks that carry their length.
  case chunked
}
