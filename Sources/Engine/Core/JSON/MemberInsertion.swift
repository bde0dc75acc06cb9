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

/// What goes when a member leaves an object: its key, value and comma, and its line if that is then
/// empty. Comments stay.
enum MemberRemoval {
  /// The edits that remove the member at `index`.
  static func edits(_ index: Int, of members: [JSON5Member], in text: [UInt8]) -> [TextEdit] {
    let member = members[index]
    guard let comma = member.comma else {
      // The last one: the comma before it would be left without a follower, which JSON refuses.
      let before = index > 0 ? members[index - 1].comma : nil
      let edits = [
        TextEdit(
          line(around: member.keyRange.lowerBound..<member.value.range.upperBound, in: text), "")
      ]
      return (before.map { [TextEdit($0..<$0 + 1, "")] } ?? []) + edits
    }
    let valueEnd = member.value.range.upperBound
    let start = member.keyRange.lowerBound
    let between = text[valueEnd..<comma]
    guard between.allSatisfy(TextLine.isSpace) else {
      // A comment stands between the value and its comma.
      return [TextEdit(start..<valueEnd, ""), TextEdit(comma..<comma + 1, "")]
    }
    return [TextEdit(line(around: start..<comma + 1, in: text), "")]
  }

  /// A range with its whole line if nothing else stands there, else with the spaces beside it.
  private static func line(around range: Range<Int>, in text: [UInt8]) -> Range<Int> {
    var end = range.upperBound
    while end < text.count, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
    let start = TextLine.start(of: range.lowerBound, in: text)
    let isAlone = text[start..<range.lowerBound].allSatisfy(TextLine.isSpace)
    if isAlone, end < text.count, TextLine.endsLine(text[end]) {
      let isPair = text[end] == 0x0D && end + 1 < text.count && text[end + 1] == 0x0A
      return start..<end + (isPair ? 2 : 1)
    }
    var begin = range.lowerBound
    while begin > 0, text[begin - 1] == 0x20 || text[begin - 1] == 0x09 { begin -= 1 }
    let opensObject = begin > 0 && text[begin - 1] == UInt8(ascii: "{")
    // One gap goes along: the one behind, unless the object ends there.
    let takesGapBehind = opensObject || isFollowed(end, in: text)
    return takesGapBehind ? range.lowerBound..<end : begin..<range.upperBound
  }

  /// Whether something other than the object's end stands there.
  private static func isFollowed(_ offset: Int, in text: [UInt8]) -> Bool {
    guard offset < text.count else { return false }
    return text[offset] != UInt8(ascii: "}") && !TextLine.endsLine(text[offset])
  }
}

/// How the author of a file writes members.
struct MemberStyle {
  /// Whether keys stand without quotes where they can.
  let usesBareKeys: Bool

  /// The style of a text, judged by its first key; quotes if there is none.
  init(of document: JSON5Document) {
    let first = document.root.members?.first
    usesBareKeys = first.map { !Self.isQuote(document.bytes[$0.keyRange.lowerBound]) } ?? false
  }

  /// A key as this author would write it.
  func written(_ key: String) -> String {
    usesBareKeys && JSON5Text.isBare(key) ? key : JSON5Text.quoted(key)
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }
}

/// A piece of a text and what is to stand in its place.
struct TextEdit {
  /// The bytes that go; empty for an insertion.
  let range: Range<Int>
  /// What comes instead.
  let replacement: String

  /// An edit of its parts.
  init(_ range: Range<Int>, _ replacement: String) {
    self.range = range
    self.replacement = replacement
  }

  /// An insertion before the byte at `offset`.
  init(at offset: Int, insert text: String) {
    self.init(offset..<offset, text)
  }

  /// A text with edits applied, which must not overlap.
  static func applied(_ edits: [TextEdit], to text: [UInt8]) -> [UInt8] {
    var result = text
    // Equal places keep the order they were given in, so the last one goes in first.
    let ordered = edits.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) > ($1.element.range.lowerBound, $1.offset)
    }
    for edit in ordered.map(\.element) {
      result.replaceSubrange(edit.range, with: Array(edit.replacement.utf8))
    }
    return result
  }
}

/// The line around a place in a text.
enum TextLine {
  /// Whether a byte is white space.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Where the line of `offset` begins.
  static func start(of offset: Int, in text: [UInt8]) -> Int {
    var start = offset
    while start > 0, !endsLine(text[start - 1]) { start -= 1 }
    return start
  }

  /// The white space a line begins with.
  static func leadingSpace(ofLineAt offset: Int, in text: [UInt8]) -> String {
    let line = text[start(of: offset, in: text)...]
    return String(decoding: line.prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  /// The white space before `offset` if nothing else stands before it on its line, else nil.
  static func indent(of offset: Int, in text: [UInt8]) -> String? {
    let before = text[start(of: offset, in: text)..<offset]
    return before.allSatisfy(isSpace) ? String(decoding: before, as: UTF8.self) : nil
  }

  /// The end of the comments that follow `offset` on its line; `offset` itself if there are none.
  static func endOfTrivia(after offset: Int, in text: [UInt8]) -> Int {
    guard var scanner = try? JSON5Scanner(Array(text[offset...])) else { return offset }
    var end = offset
    while let token = try? scanner.next(), token.isTrivia {
      let bytes = text[(offset + token.range.lowerBound)..<(offset + token.range.upperBound)]
      if token.kind == .space {
        if bytes.contains(where: endsLine) { break }
      } else {
        end = bytes.endIndex
      }
    }
    return end
  }

  /// Whether a byte ends a line.
  static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
