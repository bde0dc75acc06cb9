/// Where and how a new member enters an object: as its last one, in the manner of those before it.
struct MemberInsertion {
  private let object: JSON5Node
  private let text: [UInt8]
  private let style: MemberStyle

  /// An insertion into an object of a text.
  init(into object: JSON5Node, of text: [UInt8], style: MemberStyle) {
    self.object = object
    self.text = text
    self.style = style
  }

  /// The edits that add a member, with objects around its value for every further key.
  func edits(path: ArraySlice<String>, value: String) -> [TextEdit] {
    guard let last = object.members?.last else {
      return [firstMember(path: path, value: value)]
    }
    let spansLines = text[object.range].contains { $0 == 0x0A || $0 == 0x0D }
    guard spansLines else {
      let member = inline(path: path, value: value)
      guard let comma = last.comma else {
        return [TextEdit(at: last.value.range.upperBound, insert: ", " + member)]
      }
      return [TextEdit(at: comma + 1, insert: " " + member + ",")]
    }
    let indent = TextLine.indent(of: last.keyRange.lowerBound, in: text) ?? baseIndent + "  "
    let end = TextLine.endOfTrivia(
      after: (last.comma ?? last.value.range.upperBound - 1) + 1, in: text)
    let member =
      lineEnd + indent + lines(path: path, value: value, indent: indent)
      + (last.comma == nil ? "" : ",")
    guard last.comma == nil else { return [TextEdit(at: end, insert: member)] }
    return [
      TextEdit(at: last.value.range.upperBound, insert: ","), TextEdit(at: end, insert: member),
    ]
  }

  private func firstMember(path: ArraySlice<String>, value: String) -> TextEdit {
    let close = object.range.upperBound - 1
    let indent = baseIndent + "  "
    // What stands before the closing brace stays, comments included; only the last white space goes.
    var start = close
    while start > object.range.lowerBound + 1, TextLine.isSpace(text[start - 1]) { start -= 1 }
    let member = lineEnd + indent + lines(path: path, value: value, indent: indent)
    return TextEdit(start..<close, member + lineEnd + baseIndent)
  }

  private func inline(path: ArraySlice<String>, value: String) -> String {
    let (key, rest) = (path.first ?? "", path.dropFirst())
    let shown = rest.isEmpty ? value : "{ " + inline(path: rest, value: value) + " }"
    return style.written(key) + ": " + shown
  }

  private func lines(path: ArraySlice<String>, value: String, indent: String) -> String {
    let (key, rest) = (path.first ?? "", path.dropFirst())
    guard !rest.isEmpty else { return style.written(key) + ": " + value }
    let inner = indent + "  "
    return style.written(key) + ": {" + lineEnd + inner
      + lines(path: rest, value: value, indent: inner) + lineEnd + indent + "}"
  }

  private var baseIndent: String {
    TextLine.leadingSpace(ofLineAt: object.range.lowerBound, in: text)
  }

  private var lineEnd: String { text.contains(0x0D) ? "\r\n" : "\n" }
}
