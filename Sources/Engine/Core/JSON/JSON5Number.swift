/// The forms a JSON5 number may have.
enum JSON5Number {
  /// Whether `text` is a number without its sign: `1`, `.5`, `5.`, `1e9`, `0xFF`, `Infinity`, `NaN`.
  static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    if text.elementsEqual("Infinity".utf8) || text.elementsEqual("NaN".utf8) { return true }
    if text.count > 2, text.first == UInt8(ascii: "0"),
      text[text.startIndex + 1] | 0x20 == UInt8(ascii: "x")
    {
      return text.dropFirst(2).allSatisfy(isHexadecimal)
    }
    return isDecimal(text)
  }

  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    let whole = takeDigits(from: &rest)
    // A leading zero would read as octal elsewhere; JSON5 refuses it.
    if whole > 1, text.first == UInt8(ascii: "0") { return false }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits(from: &rest)
    }
    guard whole + fraction > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    return takeDigits(from: &rest) > 0 && rest.isEmpty
  }

  private static func takeDigits(from text: inout ArraySlice<UInt8>) -> Int {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    text = text.dropFirst(digits.count)
    return digits.count
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
