import EngineCore

/// Why a package manager failed, from what it printed: the last line that says so. Addresses in it may
/// hold passwords and are left out.
enum ManagerComplaint {
  static func clause(_ output: ProcessOutput) -> String {
    let text = String(decoding: output.standardError.reveal(), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let telling = lines.last { line in
      let folded = line.lowercased()
      return folded.contains("error") && !folded.contains("debug-")
    }
    guard let line = telling ?? lines.last else {
      return "it ended with status \(output.end.status) and said nothing"
    }
    let words = line.split(separator: " ").map { $0.contains("://") ? "…" : String($0) }
    return PlainSentence.clause(PrintableText.shortened(words.joined(separator: " "), to: 160))
  }
}
