/// Changes single values of a JSON5 object and leaves every other byte as it is: comments, order,
/// spacing and style stay the author's.
package enum SettingsEditor {
  /// The text with a value set; missing objects on the way are created.
  ///
  /// - Parameters:
  ///   - value: the new value.
  ///   - path: the keys that lead to it, at least one.
  ///   - text: a JSON5 object; an empty text counts as an empty object.
  /// - Returns: The new text.
  /// - Throws: `JSON5Error` if the text is not JSON5, or if the path leads through something that is no
  ///   object.
  package static func set(
    _ value: SettingValue, at path: [String], in text: [UInt8]
  ) throws(JSON5Error) -> [UInt8] {
    precondition(!path.isEmpty, "a setting has a name")
    guard !isBlank(text) else { return newFile(value, at: path) }
    let document = try JSON5Document(text)
    if let node = document.node(at: path) {
      return TextEdit.applied([TextEdit(node.range, value.json5)], to: text)
    }
    var parent = document.root
    var known = 0
    while let next = parent.members?.first(where: { $0.key == path[known] }) {
      parent = next.value
      known += 1
    }
    guard parent.members != nil else {
      throw JSON5Error(at: parent.position, .expected("an object"))
    }
    let style = MemberStyle(of: document)
    let insertion = MemberInsertion(into: parent, of: text, style: style)
    return TextEdit.applied(insertion.edits(path: path[known...], value: value.json5), to: text)
  }

  /// The text without a value; objects that would be left empty go with it unless they hold comments.
  ///
  /// - Returns: The new text, the same one if there was no such value.
  /// - Throws: `JSON5Error` if the text is not JSON5.
  package static func remove(_ path: [String], from text: [UInt8]) throws(JSON5Error) -> [UInt8] {
    guard !isBlank(text) else { return text }
    let document = try JSON5Document(text)
    guard document.node(at: path) != nil else { return text }
    var doomed = path
    while doomed.count > 1, let parent = document.node(at: doomed.dropLast()),
      parent.members?.count == 1, !holdsComment(parent, in: text)
    {
      doomed.removeLast()
    }
    guard let parent = document.node(at: doomed.dropLast()), let members = parent.members,
      let index = members.firstIndex(where: { $0.key == doomed.last })
    else { return text }
    return TextEdit.applied(MemberRemoval.edits(index, of: members, in: text), to: text)
  }

  /// A settings file that holds one value, as plain JSON.
  private static func newFile(_ value: SettingValue, at path: [String]) -> [UInt8] {
    var result = "{\n"
    for (depth, key) in path.enumerated() {
      let indent = String(repeating: "  ", count: depth + 1)
      result += indent + JSON5Text.quoted(key) + ": "
      result += depth == path.count - 1 ? value.json5 + "\n" : "{\n"
    }
    for depth in (0..<path.count).reversed() {
      result += String(repeating: "  ", count: depth) + "}\n"
    }
    return Array(result.utf8)
  }

  private static func isBlank(_ text: [UInt8]) -> Bool {
    text.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// Whether an object with one member has comments anywhere in it.
  private static func holdsComment(_ node: JSON5Node, in text: [UInt8]) -> Bool {
    guard var scanner = try? JSON5Scanner(Array(text[node.range])) else { return true }
    while let token = try? scanner.next(), token.kind != .end {
      if token.kind == .comment { return true }
    }
    return false
  }
}

/// Writes JSON5 that is also JSON.
enum JSON5Text {
  /// Text in double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _
      where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether a key may stand without quotes in any JSON5 reader.
  static func isBare(_ key: String) -> Bool {
    guard let first = key.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return false }
    return key.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
    }
  }
}
