import EngineCore

/// What an error's JSON says that decides something. Its free text decides nothing and is not kept.
struct ErrorDetail {
  /// The words for what went wrong, in lower case, the more exact first.
  let codes: [String]
  /// The moment a limit ends, not yet judged.
  let resetsAt: Double?
  /// The seconds until a limit ends, not yet judged.
  let resetsInSeconds: Double?

  /// The detail of a body; an empty one if it is no JSON.
  init(body: ArraySlice<UInt8>) {
    self.init((try? JSONReader.value(in: Array(body))) ?? .null)
  }

  /// The detail of a value: `{"error":{…}}`, `{"detail":{…}}`, `{"response":{"error":{…}}}`, or flat.
  init(_ value: JSONValue) {
    let error =
      [value["response"]?["error"], value["error"], value["detail"]]
      .compactMap { $0 }.first { !$0.isNull } ?? value
    let words = [error["code"]?.text, error["type"]?.text, value["code"]?.text, error.text]
    codes = words.compactMap { $0 }.filter { $0.utf8.count <= 80 }.map { $0.lowercased() }
    resetsAt = error["resets_at"]?.looseNumber
    resetsInSeconds = error["resets_in_seconds"]?.looseNumber
  }

  /// Whether one of these words was used.
  func says(_ words: Set<String>) -> Bool { codes.contains { words.contains($0) } }

  /// Whether a word contains one of these parts.
  func mentions(_ parts: [String]) -> Bool {
    codes.contains { code in parts.contains { code.contains($0) } }
  }
}
