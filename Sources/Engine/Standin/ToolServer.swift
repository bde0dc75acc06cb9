import EngineCore

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
