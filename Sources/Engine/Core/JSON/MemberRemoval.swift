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
