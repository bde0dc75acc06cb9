/// Text from outside (labels, e-mails, server messages, paths) made safe for a screen: no control
/// characters, no escape sequences, no invisible direction marks.
package enum PrintableText {
  /// Whether a scalar may reach a screen as it is.
  package static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default:
      true
    }
  }

  /// `text` without anything that `isPrintable` refuses.
  package static func sanitized(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.lazy.filter(isPrintable))
    return String(scalars)
  }

  /// `text` sanitized and cut to `limit` characters, an ellipsis included.
  package static func shortened(_ text: String, to limit: Int) -> String {
    let clean = sanitized(text)
    return clean.count <= limit ? clean : clean.prefix(max(0, limit - 1)) + "…"
  }

  /// `text` shortened, without the full stop at its end: a clause of another sentence.
  package static func clause(_ text: String, to limit: Int) -> String {
    var clause = shortened(text, to: limit)
    while clause.hasSuffix(".") { clause.removeLast() }
    return clause
  }
}
