package import EngineCore

/// Everything outside that renewing a token touches.
package struct TokenSurroundings: Sendable {
  /// Where the sign-in files lie.
  package let files: any FileSystem
  /// The clock.
  package let time: any TimeSource
  /// The way to the token server.
  package let transport: any HTTPTransport
  /// The locks that keep one refresher per account across processes.
  package let locks: LockRoom
  /// Where a dead sign-in is noted, for every process.
  package let conditions: any ConditionStore
  /// Who is told.
  package let events: any EventSink
  /// Keeps Ctrl-C away while a token is bought.
  package let shield: any InterruptShield

  /// Surroundings of their parts.
  package init(
    files: any FileSystem, time: any TimeSource, transport: any HTTPTransport, locks: LockRoom,
    conditions: any ConditionStore, events: any EventSink,
    shield: any InterruptShield = NoShield()
  ) {
    self.files = files
    self.time = time
    self.transport = transport
    self.locks = locks
    self.conditions = conditions
    self.events = events
    self.shield = shield
  }
}
