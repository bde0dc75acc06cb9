import EngineCore
import Synchronization
import TestSupport

/// A sign-in server that takes each refresh token once, and signs the account out when one comes again.
final class RotatingServer: HTTPTransport {
  private struct State {
    var current = "refresh-0"
    var serial = 0
    var reuses = 0
    var inFlight = 0
    var overlaps = 0
    var isDead = false
  }

  private let state = Mutex(State())
  private let time: any TimeSource
  private let lifetime: Double

  /// A server whose access tokens live so many seconds.
  init(time: any TimeSource, lifetime: Double) {
    self.time = time
    self.lifetime = lifetime
  }

  /// How many tokens it handed out.
  var renewals: Int { state.withLock { $0.serial } }
  /// How often a spent token came again.
  var reuses: Int { state.withLock { $0.reuses } }
  /// How often two requests were there at once.
  var overlaps: Int { state.withLock { $0.overlaps } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let body = String(decoding: request.body?.reveal() ?? Data(), as: UTF8.self)
    state.withLock { state in
      if state.inFlight > 0 { state.overlaps += 1 }
      state.inFlight += 1
    }
    for _ in 0..<20 { await Task.yield() }
    let now = time.now().timeIntervalSince1970
    return state.withLock { state in
      state.inFlight -= 1
      guard !state.isDead, body.contains(#""refresh_token":"\#(state.current)""#) else {
        state.reuses += 1
        state.isDead = true
        return .error(401, #"{"error":{"code":"refresh_token_reused"}}"#)
      }
      state.serial += 1
      state.current = "refresh-\(state.serial)"
      let session = SignInFixture {
        $0.serial = state.serial
        $0.refreshToken = state.current
        $0.expiresAt = now + lifetime
      }
      return session.answer
    }
  }
}
