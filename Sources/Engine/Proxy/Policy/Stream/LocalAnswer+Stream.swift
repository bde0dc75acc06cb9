import EngineCore

extension LocalAnswer {
  /// The event with which a broken stream ends: codex takes a failed turn with a word it does not know
  /// as a reason to ask again.
  static func streamEnd(code: String, message: String) -> String {
    let error: JSONValue = [
      "type": .string(code), "code": .string(code), "message": .string(message),
    ]
    let event: JSONValue = [
      "type": "response.failed",
      "response": ["id": "resp_interrupted", "status": "failed", "error": error],
    ]
    return "event: response.failed\ndata: \(JSONWriter.line(event))\n\n"
  }
}
