import EngineCore
import EnginePlatform
import Synchronization

/// Standard output or error as a place to write to, which remembers the first write that failed.
///
/// A class because the copies of a sink share one memory.
final class StreamOutput: Sendable {
  private let stream: StandardStream
  private let failure = Mutex<OutputError?>(nil)

  init(_ stream: StandardStream) {
    self.stream = stream
  }

  /// The place.
  var sink: TextSink {
    TextSink(isTerminal: stream.isTerminal, write: write, failure: lost)
  }

  @Sendable private func write(_ text: String) {
    note(stream.write(Array(text.utf8)))
  }

  @Sendable private func lost() -> OutputError? {
    note(stream.settle())
    return failure.withLock { $0 }
  }

  private func note(_ fault: StandardStream.Fault?) {
    guard let fault else { return }
    failure.withLock { first in
      switch fault {
      case .readerGone: first = first ?? .readerGone
      case .refused(let reason): first = first ?? .refused(reason: reason)
      }
    }
  }
}

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
