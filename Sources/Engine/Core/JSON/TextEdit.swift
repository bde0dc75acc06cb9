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
