import EngineCore

/// Why standard output did not take what a command printed.
package enum OutputError: EngineError, Hashable {
  /// The reader has gone, as `head` does when it has seen enough. This is not reported.
  case readerGone
  /// The system refused the write; `reason` is its own sentence.
  case refused(reason: String)

  /// What a shell sees when a program ends because its reader has gone: 128 and SIGPIPE.
  static let readerGoneStatus: Int32 = 141

  package var code: String { "output_failed" }

  package var message: String {
    switch self {
    case .readerGone: "The program that read standard output has gone."
    case .refused(let reason): "Standard output could not be written: \(reason)."
    }
  }

  package var remedy: String? {
    "Send the output somewhere else. What the command changed is kept; only its report is missing."
  }
}
