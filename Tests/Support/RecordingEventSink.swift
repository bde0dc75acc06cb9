package import EngineCore
import Synchronization

/// Keeps every event for a test to look at.
package final class RecordingEventSink: EventSink {
  private let stored = Mutex<[EngineEvent]>([])

  /// An empty record.
  package init() {}

  /// Everything recorded, in order.
  package var events: [EngineEvent] { stored.withLock { $0 } }

  package func record(_ event: EngineEvent) {
    stored.withLock { $0.append(event) }
  }
}
