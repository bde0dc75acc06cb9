import EngineCore

/// Tells everybody of every event, in order.
struct EventTee: EventSink {
  private let sinks: [any EventSink]

  /// Tells these.
  init(_ sinks: any EventSink...) {
    self.sinks = sinks
  }

  func record(_ event: EngineEvent) {
    for sink in sinks { sink.record(event) }
  }
}
