/// What a setting may hold.
package enum SettingKind: Hashable, Sendable {
  /// One of these words.
  case choice([String])
  /// On or off.
  case flag
  /// Percent, 0 to 100.
  case percent
  /// The absolute path of a file; `~/` is allowed in front.
  case path
  /// The absolute path of a folder; `~/` is allowed in front.
  case folder
  /// Labels of accounts.
  case labels
  /// Keys of the dashboard as `swop keys` writes them; none frees a command.
  case keys
  /// `off`, or a number of days such as `30d`.
  case age
  /// An https address, or a plain http one on this machine; a secret.
  case webhook

  /// What may stand there, for people.
  package var expectation: String {
    switch self {
    case .choice(let words): Self.joined(words)
    case .flag: "true or false"
    case .percent: "a number from 0 to 100"
    case .path: "the absolute path of a file"
    case .folder: "the absolute path of a folder"
    case .labels: "a list of labels"
    case .keys: "a list of keys such as “X”, or “none”"
    case .webhook: "an https address, or a plain http one on this machine"
    case .age: "“off” or a number of days such as “30d”"
    }
  }

  /// One word for the type, for tables.
  var name: String {
    switch self {
    case .choice: "choice"
    case .flag: "on/off"
    case .percent: "percent"
    case .path, .folder: "path"
    case .labels: "labels"
    case .keys: "keys"
    case .age: "age"
    case .webhook: "address"
    }
  }

  /// The value of words typed in a shell, nil if they do not fit.
  package func value(of words: [String]) -> SettingValue? {
    if case .labels = self {
      let labels = words.flatMap { $0.split(separator: ",") }.map {
        String($0.drop { $0 == " " })
      }
      return checked(.list(labels))
    }
    if case .keys = self { return checked(.list(Self.keys(typed: words))) }
    guard words.count == 1, let word = words.first else { return nil }
    switch self {
    case .flag:
      let flags = ["on": true, "true": true, "1": true, "off": false, "false": false, "0": false]
      return flags[word.lowercased()].map(SettingValue.flag)
    case .percent:
      let digits = word.hasSuffix("%") ? String(word.dropLast()) : word
      return Double(digits).flatMap { checked(.number($0)) }
    case .webhook: return checked(.secret(Redacted(word)))
    case .choice, .path, .folder, .age, .labels, .keys:
      return checked(.text(word))
    }
  }

  /// The value of a node in a settings file, nil if it does not fit.
  func value(of node: JSON5Node, in document: JSON5Document) -> SettingValue? {
    switch self {
    case .choice, .path, .folder, .age:
      return document.decode(String.self, of: node).flatMap { checked(.text($0)) }
    case .webhook:
      return document.decode(String.self, of: node).flatMap { checked(.secret(Redacted($0))) }
    case .flag:
      return document.decode(Bool.self, of: node).map(SettingValue.flag)
    case .percent:
      return document.decode(Double.self, of: node).flatMap { checked(.number($0)) }
    case .labels:
      return document.decode([String].self, of: node).flatMap { checked(.list($0)) }
    case .keys:
      if let word = document.decode(String.self, of: node) {
        return word == "none" ? .list([]) : nil
      }
      return document.decode([String].self, of: node).flatMap { checked(.list($0)) }
    }
  }

  /// Keys as people type them, `none` for none: `X Delete`, or `X, Delete` as they are shown.
  private static func keys(typed words: [String]) -> [String] {
    let keys = words.flatMap { $0.split(separator: " ") }.map { word in
      // A comma alone is a key, too.
      word.count > 1 && word.hasSuffix(",") ? String(word.dropLast()) : String(word)
    }
    return keys == ["none"] ? [] : keys
  }

  private func checked(_ value: SettingValue) -> SettingValue? {
    switch (self, value) {
    case (.choice(let words), .text(let text)): words.contains(text) ? value : nil
    case (.path, .text(let text)), (.folder, .text(let text)):
      text.hasPrefix("/") || text.hasPrefix("~/") ? value : nil
    case (.age, .text(let text)): text == "off" || Self.days(text) != nil ? value : nil
    case (.percent, .number(let number)): (0...100).contains(number) ? value : nil
    case (.labels, .list(let texts)):
      texts.allSatisfy { (try? Label($0)) != nil } ? value : nil
    case (.keys, .list(let keys)): keys.contains("") ? nil : value
    case (.flag, .flag): value
    case (.webhook, .secret(let address)): WebhookAddress.isOne(address) ? value : nil
    case (.choice, _), (.flag, _), (.percent, _), (.path, _), (.folder, _), (.labels, _),
      (.keys, _),
      (.age, _), (.webhook, _):
      nil
    }
  }

  /// The days that an age such as `30d` names, 1 or more; nil for anything else.
  static func days(_ text: String) -> Int? {
    guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...36_500).contains(days),
      "\(days)d" == text
    else { return nil }
    return days
  }

  private static func joined(_ words: [String]) -> String {
    let quoted = words.map { "“\($0)”" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

/// The value of a setting.
package enum SettingValue: Hashable, Sendable {
  case text(String)
  case flag(Bool)
  case number(Double)
  case list([String])
  /// A text that is stored and used, and never shown.
  case secret(Redacted<String>)

  /// As it stands in the settings file.
  package var json5: String {
    switch self {
    case .text(let text): JSON5Text.quoted(text)
    case .flag(let flag): flag ? "true" : "false"
    case .number: shown
    case .secret(let text): JSON5Text.quoted(text.reveal())
    case .list(let texts): "[" + texts.map(JSON5Text.quoted).joined(separator: ", ") + "]"
    }
  }

  /// As people read it: `on`, `12`, `work, home`; an empty list is `none`.
  package var shown: String {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag ? "on" : "off"
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .secret: "set (hidden)"
    case .list(let texts): texts.isEmpty ? "none" : texts.joined(separator: ", ")
    }
  }
}

/// What an address for notices must look like.
enum WebhookAddress {
  /// Addresses that may be spoken to without encryption: this machine's.
  private static let loopback = ["127.0.0.1", "localhost", "[::1]"]

  /// Whether a text is an https address, or a plain http one on this machine.
  static func isOne(_ address: Redacted<String>) -> Bool {
    let text = address.reveal()
    guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return false
    }
    if let rest = rest(of: text, after: "https://") { return !host(in: rest).isEmpty }
    guard let rest = rest(of: text, after: "http://") else { return false }
    let host = host(in: rest)
    // A name before an `@` is no host.
    return !host.contains("@")
      && loopback.contains { host == $0 || host.hasPrefix($0 + ":") }
  }

  private static func rest(of text: String, after scheme: String) -> Substring? {
    text.lowercased().hasPrefix(scheme) ? text.dropFirst(scheme.count) : nil
  }

  /// Everything before the path.
  private static func host(in rest: Substring) -> String {
    rest.prefix { !"/?#".contains($0) }.lowercased()
  }
}
