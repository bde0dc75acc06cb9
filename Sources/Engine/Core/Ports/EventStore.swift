/// The event log.
package protocol EventStore: EventSink {
  /// Events after a number, oldest first, `limit` at most.
  func events(after number: Int64, limit: Int) throws(StoreError) -> [EngineEvent]

  /// The newest events, oldest first, `limit` at most.
  func latestEvents(limit: Int) throws(StoreError) -> [EngineEvent]
}
