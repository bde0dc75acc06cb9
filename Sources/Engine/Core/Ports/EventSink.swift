/// Receives what the engine did or saw.
package protocol EventSink: Sendable {
  /// Stores an event. A full disk loses the event, never the work it tells of.
  func record(_ event: EngineEvent)
}
