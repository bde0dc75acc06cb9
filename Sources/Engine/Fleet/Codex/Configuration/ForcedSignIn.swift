import EngineCore

/// What codex's configuration allows to sign in. A codex that starts with another sign-in removes its
/// `auth.json` without asking (0.144.4 to 0.163.0).
struct ForcedSignIn: Hashable, Sendable, Codable {
  /// The kinds of sign-in that `forced_login_method` knows.
  enum Method: String, Hashable, Sendable, Codable {
    /// A ChatGPT session.
    case chatGPT = "chatgpt"
    /// An API key.
    case apiKey = "api"
  }

  /// One of the two settings, and where it stands.
  struct Rule: Hashable, Sendable, Codable {
    /// What a setting allows.
    enum Demand: Hashable, Sendable, Codable {
      /// Sessions of these workspaces; codex lets API keys pass.
      case workspaces([String])
      /// One kind of sign-in.
      case method(Method)
    }

    /// What it allows.
    let demand: Demand
    /// Where it stands, for people: a file with its line, or the command line.
    let place: String
    /// Whether swop read the file itself because codex could not be asked.
    let isOwnReading: Bool

    /// A rule of its parts.
    init(_ demand: Demand, place: String, isOwnReading: Bool = false) {
      self.demand = demand
      self.place = place
      self.isOwnReading = isOwnReading
    }

    /// Where it stands and what it allows, one clause for people.
    var clause: String {
      let allowed =
        switch demand {
        case .method(.chatGPT): "ChatGPT sign-ins (forced_login_method)"
        case .method(.apiKey): "API keys (forced_login_method)"
        case .workspaces(let ids):
          (ids.count == 1 ? "workspace " : "workspaces ")
            + ids.map { PrintableText.shortened($0, to: 60) }.joined(separator: ", ")
            + " (forced_chatgpt_workspace_id)"
        }
      let doubt = isOwnReading ? ", as far as swop can tell: codex did not say" : ""
      return "\(PrintableText.sanitized(place)) allows only \(allowed)\(doubt)"
    }

    /// Whether codex would log out an account with this identity.
    func excludes(_ identity: Identity) -> Bool {
      switch (demand, identity) {
      case (.method(let method), .chatGPT): method != .chatGPT
      case (.method(let method), .apiKey): method != .apiKey
      case (.workspaces(let ids), .chatGPT(let accountID, _)): !ids.contains(accountID)
      case (.workspaces, .apiKey): false
      }
    }
  }

  /// The rules, in the order in which codex checks them.
  let rules: [Rule]

  /// Everything may sign in.
  static let none = ForcedSignIn(rules: [])

  /// The rule by which codex would log out an account with this identity, nil if it would not.
  func rule(excluding identity: Identity) -> Rule? {
    rules.first { $0.excludes(identity) }
  }
}

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
