import EngineCore
import EngineProxyPolicy

/// What the desk knows of one request beside its course. A class: it changes at every step, where it lies.
final class RelayTicket {
  /// What is asked for.
  let facts: RequestFacts
  /// The account of the last try.
  var account: AccountID?
  /// Whether an answer or a WebSocket is open on that account.
  var isOpen = false
  /// Whether it stands in the queue: what is decided then comes by mail.
  var isWaiting = false
  /// A decision that came while the request waited.
  var mail: Decision?
  /// Wakes the request that waits.
  var waiter: CheckedContinuation<Void, Never>?

  /// The ticket of a request that arrives.
  init(facts: RequestFacts) {
    self.facts = facts
  }
}
