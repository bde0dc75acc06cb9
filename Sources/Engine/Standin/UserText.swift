import EngineCore

/// What can be read from the body of a turn.
enum UserText {
  /// The words of the user's last message; nil if there is none or the body is not readable.
  static func last(in body: StandinJSON?) -> String? {
    let item = body?["input"]?.array?.last { $0["role"]?.string == "user" }
    guard let content = item?["content"] else { return body?["input"]?.string }
    if let text = content.string { return text }
    return content.array?.compactMap { $0["text"]?.string }.last
  }

  /// Whether the turn asks for a compaction of the conversation.
  static func isCompaction(_ body: StandinJSON?) -> Bool {
    body?["input"]?.array?.last?["type"]?.string == "compaction_trigger"
  }
}
