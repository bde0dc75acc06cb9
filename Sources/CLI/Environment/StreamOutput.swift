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
