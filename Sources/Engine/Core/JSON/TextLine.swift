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
