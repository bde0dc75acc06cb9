import EngineKernel
import EngineProxy
import EngineRelay
import EngineRotation
import Synchronization

/// The clients of a proxy that runs for long: read again every second, so that a new token works and a
/// revoked one does not, without a file being read for a request.
final class LiveClientTokens: ClientTokenSource {
  /// How old the list may be.
  static let interval = Duration.seconds(1)

  private let tokens: ClientTokens
  private let known: Mutex<[ClientToken]>

  /// The tokens of a store, read now.
  init(_ tokens: ClientTokens) throws(RotationError) {
    self.tokens = tokens
    known = Mutex(try tokens.known())
  }

  func client(showing token: Redacted<String>) -> String? {
    ClientToken.owner(of: token, among: known.withLock { $0 })
  }

  /// Reads the list again and again until the task is cancelled.
  func follow(_ time: any TimeSource) async {
    while (try? await time.sleep(for: Self.interval)) != nil {
      // A database that is busy for a moment leaves the list as it was.
      if let fresh = try? tokens.known() { known.withLock { $0 = fresh } }
    }
  }
}
