package import EngineCore

/// Everything outside that reading quotas touches.
package struct UsageSurroundings: Sendable {
  /// Reads an account's quota by other means, for example codex's own app-server.
  package typealias Fallback =
    @Sendable (Account) async throws(ReadingError) -> QuotaReading

  /// The way to the backend.
  package let transport: any HTTPTransport
  /// Who hands out tokens.
  package let credentials: any CredentialSource
  /// Where readings are kept.
  package let readings: any ReadingStore
  /// Where refusals are noted, for every process.
  package let conditions: any ConditionStore
  /// Where workspace routing is remembered.
  package let cache: any ValueCache
  /// Who is told.
  package let events: any EventSink
  /// The locks that keep one reader per account across processes.
  package let locks: LockRoom
  /// The clock.
  package let time: any TimeSource
  /// What is tried when swop's own client cannot read the answer; nil for nothing.
  package let fallback: Fallback?
  /// Whether the server is asked when banked resets end, which costs a request more now and then.
  package let asksForResetEnds: Bool

  /// Surroundings of their parts.
  package init(
    transport: any HTTPTransport, credentials: any CredentialSource, readings: any ReadingStore,
    conditions: any ConditionStore, cache: any ValueCache, events: any EventSink, locks: LockRoom,
    time: any TimeSource, fallback: Fallback? = nil, asksForResetEnds: Bool = false
  ) {
    self.transport = transport
    self.credentials = credentials
    self.readings = readings
    self.conditions = conditions
    self.cache = cache
    self.events = events
    self.locks = locks
    self.time = time
    self.fallback = fallback
    self.asksForResetEnds = asksForResetEnds
  }
}
