import EngineCore

/// Walks through the file of a theme.
struct ThemeReader {
  let document: JSON5Document
  let source: String
  private(set) var name: String?
  private(set) var inherits: String?
  private(set) var mode: ThemeMode?
  private(set) var palette: [String: ThemeColor] = [:]
  private(set) var roles: [ThemeRole: ThemeFile.RoleText] = [:]
  private(set) var warnings: [String] = []

  init(document: JSON5Document, source: String) {
    self.document = document
    self.source = source
  }

  mutating func read() throws(ThemeError) {
    guard let members = document.root.members else {
      throw .notAnObject(source: source, found: document.root.typeName)
    }
    for member in members {
      switch member.key {
      case "name": name = try themeName(member)
      case "inherits": inherits = try themeName(member)
      case "mode": mode = try themeMode(member)
      case "palette": try readPalette(member)
      case "roles": try readRoles(member)
      default: warn(member, "is not part of a theme and is ignored")
      }
    }
  }

  private func themeName(_ member: JSON5Member) throws(ThemeError) -> String {
    let text = try text(member.value, key: member.key)
    guard Self.isName(text) else {
      throw wrong(member.value, member.key, "must be letters, digits, - and _, at most 40")
    }
    return text
  }

  private func themeMode(_ member: JSON5Member) throws(ThemeError) -> ThemeMode {
    guard let mode = ThemeMode(rawValue: try text(member.value, key: member.key)) else {
      throw wrong(member.value, member.key, "must be one of: dark, light, any")
    }
    return mode
  }

  private mutating func readPalette(_ member: JSON5Member) throws(ThemeError) {
    for entry in try members(member) {
      let key = "palette.\(entry.key)"
      guard Self.isName(entry.key), entry.key != "on", UInt8(entry.key) == nil else {
        throw .wrongValue(
          source: source, at: entry.position, key: key,
          problem: "cannot be the name of a colour: letters, digits, - and _")
      }
      let text = try text(entry.value, key: key)
      do {
        palette[entry.key] = try ThemeValue.color(text, palette: [:])
      } catch {
        throw wrong(entry.value, key, error.clause)
      }
    }
  }

  private mutating func readRoles(_ member: JSON5Member) throws(ThemeError) {
    for entry in try members(member) {
      let key = "roles.\(entry.key)"
      guard let role = ThemeRole(rawValue: entry.key) else {
        let nearest = NearestName.of(entry.key, in: ThemeRole.allCases.map(\.rawValue))
        let hint = nearest.map { "; did you mean \($0)?" } ?? " and is ignored"
        warn(entry, "is not a role\(hint)")
        continue
      }
      roles[role] = ThemeFile.RoleText(
        text: try text(entry.value, key: key), position: entry.value.position)
    }
  }

  private func members(_ member: JSON5Member) throws(ThemeError) -> [JSON5Member] {
    guard let members = member.value.members else {
      throw wrong(member.value, member.key, "must be an object, not \(member.value.typeName)")
    }
    return members
  }

  private func text(_ node: JSON5Node, key: String) throws(ThemeError) -> String {
    guard case .string = node.kind, let text = document.decode(String.self, of: node) else {
      throw wrong(node, key, "must be text, not \(node.typeName)")
    }
    return text
  }

  private func wrong(_ node: JSON5Node, _ key: String, _ problem: String) -> ThemeError {
    .wrongValue(source: source, at: node.position, key: key, problem: problem)
  }

  private mutating func warn(_ member: JSON5Member, _ clause: String) {
    let key = PrintableText.shortened(member.key, to: 40)
    warnings.append("\(source), \(member.position): “\(key)” \(clause)")
  }

  private static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
      }
  }
}

/// Reads the value of a role: `colour [on colour] [bold] [dim] [underline] [reverse]`.
enum ThemeValue {
  /// Why a value cannot be read: the end of the sentence that begins with its key.
  struct Problem: Error {
    let clause: String
  }

  /// The style of a value; `palette` has the colours a theme named.
  static func style(
    _ text: String, palette: [String: ThemeColor]
  ) throws(Problem) -> ThemeStyle {
    var words = text.split(separator: " ").map(String.init)[...]
    guard let first = words.popFirst() else {
      throw Problem(clause: "is empty; it must begin with a colour")
    }
    var style = ThemeStyle(try color(first, palette: palette))
    if words.first == "on" {
      words.removeFirst()
      guard let ground = words.popFirst() else {
        throw Problem(clause: "has no colour after “on”")
      }
      style.background = try color(ground, palette: palette)
    }
    for word in words {
      guard let attribute = attributes[word] else {
        throw Problem(
          clause: "has “\(PrintableText.shortened(word, to: 20))”, which is none of: bold, dim, "
            + "underline, reverse")
      }
      style.attributes.insert(attribute)
    }
    return style
  }

  /// The colour of a word.
  static func color(_ word: String, palette: [String: ThemeColor]) throws(Problem) -> ThemeColor {
    if let known = palette[word] { return known }
    if word == "default" { return .standard }
    if let rgb = RGB(word) { return .rgb(rgb) }
    if let index = UInt8(word) { return .index(index) }
    if let index = names.firstIndex(of: word) { return .index(UInt8(index)) }
    throw Problem(
      clause:
        "has “\(PrintableText.shortened(word, to: 20))”, which is not a colour: #RRGGBB, #RGB, "
        + "a name of the palette, a name like red or bright-red, 0 to 255, or default")
  }

  private static let attributes: [String: TextAttributes] = [
    "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse,
  ]

  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]
}
