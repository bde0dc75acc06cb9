/// A request to a server.
package struct HTTPRequest: Sendable {
  /// `GET`, `POST` and so on.
  package var method: String
  /// The absolute address.
  package var url: String
  /// Header fields; they may hold secrets, so the value does not print them.
  package var headers: Redacted<[HTTPField]>
  /// The body, nil for none.
  package var body: Redacted<Data>?
  /// How long connecting, sending and receiving may take together.
  package var limit: Duration
  /// The largest answer accepted, in bytes.
  package var responseLimit: Int

  /// A request of its parts.
  package init(
    method: String = "GET", url: String, headers: [HTTPField] = [], body: Data? = nil,
    limit: Duration = .seconds(10), responseLimit: Int = 1 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = Redacted(headers)
    self.body = body.map { Redacted($0) }
    self.limit = limit
    self.responseLimit = responseLimit
  }
}
