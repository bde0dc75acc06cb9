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
  private let known: Mutex<(tokens: [ClientToken], accounts: [String: AccountID])>

  /// The tokens of a store, read now.
  init(_ tokens: ClientTokens) throws(RotationError) {
    self.tokens = tokens
    known = Mutex(Self.sorted(try tokens.all()))
  }

  func client(showing token: Redacted<String>) -> String? {
    ClientToken.owner(of: token, among: known.withLock { $0.tokens })
  }

  func account(of client: String) -> AccountID? { known.withLock { $0.accounts[client] } }

  /// Reads the list again and again until the task is cancelled.
  func follow(_ time: any TimeSource) async {
    while (try? await time.sleep(for: Self.interval)) != nil {
      // A database that is busy for a moment leaves the list as it was.
      if let fresh = try? tokens.all() { known.withLock { $0 = Self.sorted(fresh) } }
    }
  }

  private static func sorted(
    _ records: [ClientTokenRecord]
  ) -> (tokens: [ClientToken], accounts: [String: AccountID]) {
    let bound = records.compactMap { record in record.account.map { (record.name, $0) } }
    return (
      records.map { ClientToken(name: $0.name, digest: $0.digest) },
      Dictionary(uniqueKeysWithValues: bound)
    )
  }
}
