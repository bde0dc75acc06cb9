package import EngineCore

/// A request as the stand-in judges it, free of sockets.
package struct StandinRequest: Sendable {
  /// `GET`, `POST` and so on.
  package let method: String
  /// The path without the query.
  package let path: String
  /// The query, decoded.
  package let query: [String: String]
  /// The header fields, bearer included, so the value does not print them.
  package let headers: Redacted<[HTTPField]>
  /// The whole body.
  package let body: Redacted<Data>

  /// A request of its parts; `target` is the path with its query.
  package init(
    _ method: String, _ target: String, headers: [HTTPField] = [], body: Data = Data()
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = parts.first.map(String.init) ?? "/"
    query = parts.count > 1 ? FormText.fields(String(parts[1])) : [:]
    self.headers = Redacted(headers)
    self.body = Redacted(body)
  }

  /// What it asks for.
  package var endpoint: Endpoint { Endpoint(path: path) }

  /// The value of a header field, nil if it was not sent.
  func header(_ name: String) -> String? { headers.reveal().value(of: name) }

  /// The token after `Bearer`.
  var bearer: String? {
    guard let field = header("authorization"), field.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    return String(field.dropFirst("bearer ".count))
  }

  /// The body's length as it came, in bytes.
  var bodyBytes: Int { body.reveal().count }

  /// A message on the WebSocket connection that this request opened: as a request of the method `WS`.
  func message(_ body: Data) -> StandinRequest {
    let own = ["upgrade", "connection", "content-length"]
    let fields = headers.reveal().filter {
      let name = $0.name.lowercased()
      return !own.contains(name) && !name.hasPrefix("sec-websocket-")
    }
    return StandinRequest("WS", path, headers: fields, body: body)
  }

  /// Whether it asks to speak WebSocket.
  var isUpgrade: Bool { header("upgrade")?.lowercased() == "websocket" }

  /// The body as JSON; nil if it is none, which a compressed one never is.
  var json: StandinJSON? { StandinJSON(body.reveal()) }

  /// The string members of a JSON body, or the fields of a form.
  var fields: [String: String] {
    if header("content-type")?.lowercased().contains("x-www-form-urlencoded") == true {
      return FormText.fields(String(decoding: body.reveal(), as: UTF8.self))
    }
    guard case .object(let members) = json else { return [:] }
    return members.compactMapValues(\.string)
  }
}
