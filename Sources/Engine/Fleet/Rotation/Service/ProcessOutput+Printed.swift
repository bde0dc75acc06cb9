import EngineCore

extension ProcessOutput {
  /// What a program that holds no secret printed.
  var printed: String { String(decoding: standardOutput.reveal(), as: UTF8.self) }

  /// The last line of what such a program complained about, as one clause; nil if it said nothing.
  var complaint: String? {
    let lines = String(decoding: standardError.reveal(), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    return lines.last.map { PrintableText.clause(String($0), to: 160) }
  }
}
