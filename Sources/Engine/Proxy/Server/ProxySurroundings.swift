package import EngineCore

/// Everything a rotation proxy is built from.
package struct ProxySurroundings: Sendable {
  /// Everything of the state database that it uses.
  package typealias State = ReadingStore & ConditionStore & ValueCache & RotationStore & RunStore

  /// The accounts as they are now. It is asked again and again, so that what other processes change is
  /// seen within a second.
  package var pool: @Sendable () async throws -> ProxyPool
  /// Who may talk to it.
  package var clients: any ClientTokenSource
  /// The one refresher of every account.
  package var credentials: any CredentialSource
  /// Readings, conditions, homes of conversations, rests, and who serves a run.
  package var state: any State
  /// Who is told of moves, blocked accounts and trouble.
  package var events: any EventSink
  /// Who is told of moves as values; called on the proxy's own thread, and must not wait.
  package var moved: @Sendable (ProxyMove) -> Void
  /// The clock.
  package var time: any TimeSource
  /// The zone of clock times in messages.
  package var timeZone = ClockZone.gmt
  /// Randomness.
  package var random: any RandomSource
  /// Where requests go.
  package var backend: ChatGPTBackend
  /// This swop's version.
  package var version: String
  /// This process, for the status.
  package var process: Int32?
  /// Hands memory that is free back to the system; called every half minute.
  package var giveBackMemory: @Sendable () -> Void

  /// Surroundings of their parts.
  package init(
    pool: @escaping @Sendable () async throws -> ProxyPool, clients: any ClientTokenSource,
    credentials: any CredentialSource, state: any State, events: any EventSink,
    moved: @escaping @Sendable (ProxyMove) -> Void = { _ in }, time: any TimeSource,
    random: any RandomSource, backend: ChatGPTBackend = ChatGPTBackend(), version: String,
    process: Int32? = nil, giveBackMemory: @escaping @Sendable () -> Void = {}
  ) {
    self.pool = pool
    self.clients = clients
    self.credentials = credentials
    self.state = state
    self.events = events
    self.moved = moved
    self.time = time
    self.random = random
    self.backend = backend
    self.version = version
    self.process = process
    self.giveBackMemory = giveBackMemory
  }
}
