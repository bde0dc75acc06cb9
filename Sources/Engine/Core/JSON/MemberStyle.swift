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
