/// A server's whole answer.
package struct HTTPResponse: Sendable {
  /// The status, 100 to 599.
  package let status: Int
  /// Its header fields.
  package let headers: [HTTPField]
  /// Its body; it may hold secrets, so the value does not print it.
  package let body: Redacted<Data>

  /// An answer of its parts.
  package init(status: Int, headers: [HTTPField] = [], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = Redacted(body)
  }
}
