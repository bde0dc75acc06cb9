package import EngineCore

/// The head of an answer and, where it is an error, the beginning of its body.
package struct UpstreamAnswer: Hashable, Sendable {
  /// No more of an error's body is read than this: 64 KiB.
  package static let bodyLimit = 64 << 10

  /// The status, 100 to 599.
  package let status: Int
  /// Its header fields.
  package let headers: [HTTPField]
  /// The beginning of an error's body; empty for anything else, and for a body that is compressed.
  package let body: ArraySlice<UInt8>

  /// An answer of its parts; a body over the limit is cut.
  package init(status: Int, headers: [HTTPField] = [], body: some Sequence<UInt8> = []) {
    self.status = status
    self.headers = headers
    self.body = Array(body.prefix(Self.bodyLimit))[...]
  }
}
