/// What an engine's command came to.
struct EngineAnswer: Hashable, Sendable {
  /// Its exit status; 125 when the engine itself failed to run something.
  let status: Int32
  /// Its standard output.
  let output: String
  /// Its standard error.
  let errors: String

  /// Whether it did what it was asked.
  var isDone: Bool { status == 0 }

  /// The words on its standard output.
  var words: [String] { output.split(whereSeparator: \.isWhitespace).map(String.init) }

  /// The line of its standard error that says most: the first that begins with `fatal:` or `error`,
  /// else the last one.
  var reason: String {
    let lines = errors.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    let telling = lines.first { $0.hasPrefix("fatal:") || $0.lowercased().hasPrefix("error") }
    guard let line = telling ?? lines.last else { return "it ended with status \(status)" }
    for prefix in ["fatal: ", "Error response from daemon: ", "Error: "]
    where line.hasPrefix(prefix) {
      return String(line.dropFirst(prefix.count))
    }
    return String(line)
  }
}
