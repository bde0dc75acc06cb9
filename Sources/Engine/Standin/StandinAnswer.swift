import EngineCore

/// What the stand-in does with a request: a plan that the server carries out.
struct StandinAnswer: Hashable, Sendable {
  /// One thing to do.
  enum Step: Hashable, Sendable {
    /// Sends bytes of the body.
    case bytes(Data)
    /// Waits this many milliseconds.
    case pause(milliseconds: Int)
    /// Does nothing until the client leaves.
    case hang
    /// Closes the connection at once.
    case cut
  }

  /// What happens before the head; pauses, a hang or a cut.
  var beforeHead: [Step]
  /// The status.
  var status: Int
  /// The header fields, without framing.
  var headers: [HTTPField]
  /// What happens after the head.
  var body: [Step]

  /// An answer of its parts.
  init(
    _ status: Int, headers: [HTTPField] = [], beforeHead: [Step] = [], body: [Step] = []
  ) {
    self.status = status
    self.headers = headers
    self.beforeHead = beforeHead
    self.body = body
  }

  /// A JSON answer.
  static func json(
    _ value: StandinJSON, status: Int = 200, headers: [HTTPField] = []
  ) -> StandinAnswer {
    text(
      String(decoding: value.data, as: UTF8.self), type: "application/json", status: status,
      headers: headers)
  }

  /// An answer with text of a media type.
  static func text(
    _ text: String, type: String, status: Int = 200, headers: [HTTPField] = []
  ) -> StandinAnswer {
    StandinAnswer(
      status, headers: [HTTPField("content-type", type)] + headers,
      body: [.bytes(Data(text.utf8))])
  }

  /// A JSON error in the server's shape.
  static func failure(
    _ status: Int, code: String, message: String, headers: [HTTPField] = []
  ) -> StandinAnswer {
    let error: StandinJSON = [
      "message": .string(message), "type": "invalid_request_error", "param": nil,
      "code": .string(code),
    ]
    return json(["error": error], status: status, headers: headers)
  }

  /// A refusal as WebSocket tells it.
  var errorFrame: Data {
    let error = StandinJSON(bodyData)?["error"] ?? .null
    let fields = headers.map { ($0.name, StandinJSON.string($0.value)) }
    let frame: StandinJSON = [
      "type": "error", "status": .integer(status), "error": error,
      "headers": .object(Dictionary(fields) { $1 }),
    ]
    return Data("data: ".utf8) + frame.data
  }

  /// Every byte of the body, whatever happens between them.
  var bodyData: Data {
    body.reduce(into: Data()) { data, step in
      if case .bytes(let bytes) = step { data.append(bytes) }
    }
  }

  /// The bytes if the body is whole and at hand, nil if it must be streamed.
  var wholeBody: Data? {
    switch body.first {
    case nil: Data()
    case .bytes(let data) where body.count == 1: data
    case .bytes, .pause, .hang, .cut: nil
    }
  }
}

/// The tool server at `ps/mcp`: it speaks the protocol and offers nothing.
enum ToolServer {
  /// The answer to one message.
  static func answer(to request: StandinRequest) -> StandinAnswer {
    // A 404 or a refusal would send older clients looking for a sign-in.
    guard request.method == "POST" else {
      return .failure(405, code: "no_stream", message: "There is no stream of messages.")
    }
    guard let message = request.json, let id = message["id"] else { return StandinAnswer(202) }
    let method = message["method"]?.string ?? ""
    guard let result = result(of: method, version: message["params"]?["protocolVersion"]) else {
      return .json([
        "jsonrpc": "2.0", "id": id, "error": ["code": -32601, "message": "Method not found"],
      ])
    }
    return .json(["jsonrpc": "2.0", "id": id, "result": result])
  }

  private static func result(of method: String, version: StandinJSON?) -> StandinJSON? {
    switch method {
    case "initialize":
      [
        "protocolVersion": version ?? "2025-06-18", "capabilities": ["tools": [:]],
        "serverInfo": ["name": "standin", "version": "1"],
      ]
    case "tools/list": ["tools": []]
    case "resources/list": ["resources": []]
    case "resources/templates/list": ["resourceTemplates": []]
    case "prompts/list": ["prompts": []]
    case "ping": [:]
    default: nil
    }
  }
}
