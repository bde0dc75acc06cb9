import CSystem
package import EngineCore

/// Secrets that a person types, or that a script hands over by an open file: neither shows them, and
/// neither puts them where other programs look.
package enum UnseenInput {
  /// Longer secrets than this, in bytes, are not taken.
  private static let limit = 4_096

  /// The answer typed on standard input's terminal, without being shown, to a question that is asked on
  /// standard error; nil at the end of the input, without a terminal, or if it is too long or no text.
  package static func answer(to question: String) -> Redacted<String>? {
    var bytes = [CChar](repeating: 0, count: limit)
    let length = swop_read_unseen_line(0, question, &bytes, UInt(bytes.count))
    guard length >= 0 else { return nil }
    let line = bytes.prefix(length).map { UInt8(bitPattern: $0) }
    return String(validating: line, as: UTF8.self).map { Redacted($0) }
  }

  /// The first line of what an open file of this process holds; nil if there is none, or if it is too
  /// long or no text.
  package static func line(from descriptor: Int32) -> Redacted<String>? {
    guard descriptor >= 0,
      let bytes = StandardStream(descriptor: descriptor).readAll(limit: limit)
    else { return nil }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(validating: line, as: UTF8.self).map { Redacted($0) }
  }
}
