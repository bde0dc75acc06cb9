import EngineCore
import EngineProxy
import Synchronization

/// The one client of a scene, until it is revoked.
final class SceneClients: ClientTokenSource {
  private let isRevoked = Mutex(false)

  func revoke() { isRevoked.withLock { $0 = true } }

  func client(showing token: Redacted<String>) -> ProxyClient? {
    guard token.reveal() == RelayScene.token, !isRevoked.withLock({ $0 }) else { return nil }
    return ProxyClient(name: "test")
  }

  func knows(_ client: ProxyClient) -> Bool { !isRevoked.withLock { $0 } }
}
