import EngineCore

/// The two settings as they stand in a TOML text: enough to name a line, and to be careful where codex
/// cannot be asked. It reads what people write there, not all of TOML.
struct ForcedSignInText {
  /// The beginning of both names.
  static let mark = "forced_"

  /// The two settings.
  enum Key: String, CaseIterable {
    case method = "forced_login_method"
    case workspaces = "forced_chatgpt_workspace_id"
  }

  /// One setting.
  struct Entry: Hashable {
    let key: Key
    /// The line, from 1.
    let line: Int
    /// Its texts; nil if they could not be read.
    let values: [String]?
  }

  /// What stands in the text, outside of tables.
  let entries: [Entry]

  /// Whether a file may speak of a forced sign-in at all.
  static func mayBe(in data: Data) -> Bool {
    data.firstRange(of: Data(mark.utf8)) != nil
  }

  init(_ data: Data) {
    let lines = String(decoding: data, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0.isNewline }
    var entries: [Entry] = []
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
      // Behind the first table the names mean something else.
      if text.hasPrefix("[") { break }
      guard let (key, rest) = Self.setting(text) else { continue }
      let value = ([rest] + lines[(index + 1)...].prefix(200)).joined(separator: "\n")
      entries.append(Entry(key: key, line: index + 1, values: Self.texts(value[...])))
    }
    self.entries = entries
  }

  /// The last entry of a setting.
  func entry(_ key: Key) -> Entry? { entries.last { $0.key == key } }

  /// The rule that an entry makes; nil if it allows everything or cannot be read.
  static func rule(
    _ key: Key, _ values: [String], place: String, isOwnReading: Bool = false
  ) -> ForcedSignIn.Rule? {
    switch key {
    case .method:
      values.first.flatMap(ForcedSignIn.Method.init(rawValue:)).map {
        ForcedSignIn.Rule(.method($0), place: place, isOwnReading: isOwnReading)
      }
    case .workspaces:
      // Codex trims the ids, and takes a list of nothing for no rule.
      if let ids = trimmed(values) {
        ForcedSignIn.Rule(.workspaces(ids), place: place, isOwnReading: isOwnReading)
      } else {
        nil
      }
    }
  }

  private static func trimmed(_ values: [String]) -> [String]? {
    let ids = values.map { value in
      String(value.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
    return ids.isEmpty ? nil : ids
  }

  private static func setting(_ line: Substring) -> (Key, Substring)? {
    for key in Key.allCases {
      for name in [key.rawValue, "\"\(key.rawValue)\"", "'\(key.rawValue)'"]
      where line.hasPrefix(name) {
        let rest = line.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }
        if rest.first == "=" { return (key, rest.dropFirst()) }
      }
    }
    return nil
  }

  /// A string, or an array of strings.
  private static func texts(_ text: Substring) -> [String]? {
    var rest = text.drop { $0 == " " || $0 == "\t" }
    guard rest.first == "[" else { return string(&rest).map { [$0] } }
    rest.removeFirst()
    var values: [String] = []
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "," }
      if rest.first == "#" { rest = rest.drop { !$0.isNewline } }
      if rest.first == "]" { return values }
      if rest.first?.isWhitespace == true { continue }
      guard let value = string(&rest) else { return nil }
      values.append(value)
    }
  }

  /// A string in quotes, which is taken off the text; nil for anything else, also for one with escapes.
  private static func string(_ rest: inout Substring) -> String? {
    for quote in ["\"\"\"", "'''", "\"", "'"] where rest.hasPrefix(quote) {
      let body = rest.dropFirst(quote.count)
      guard let end = body.firstRange(of: quote) else { return nil }
      let value = body[..<end.lowerBound]
      rest = body[end.upperBound...]
      return value.contains("\\") ? nil : String(value)
    }
    return nil
  }
}
