import EngineCore

/// The requests seen, those still open, and the sums over them.
struct RequestLog: Sendable {
  private(set) var entries: [LogEntry] = []
  var counters = StandinCounters()
  /// The requests that have not ended, by number.
  private var open: [Int: Endpoint] = [:]
  private var numbers = 0
  /// The number of the oldest entry kept, minus 1; a reset moves it.
  private var forgotten = 0

  /// Notes a request's arrival.
  ///
  /// - Returns: its number.
  mutating func arrive(_ request: StandinRequest, at time: Date) -> Int {
    let endpoint = request.endpoint
    numbers += 1
    open[numbers] = endpoint
    let now = open.values.count { $0 == endpoint }
    counters.requests[endpoint.rawValue, default: 0] += 1
    counters.mostOpen[endpoint.rawValue] = max(now, counters.mostOpen[endpoint.rawValue] ?? 0)
    entries.append(LogEntry(request, number: numbers, time: time, openRequests: now))
    return numbers
  }

  /// Changes the entry of a request; nothing happens if it was forgotten.
  mutating func note(_ number: Int, _ change: (inout LogEntry) -> Void) {
    let index = number - forgotten - 1
    if entries.indices.contains(index) { change(&entries[index]) }
  }

  /// Notes how a request ended; a later word replaces an earlier one.
  mutating func end(_ number: Int, as ending: LogEntry.Ending) {
    open[number] = nil
    note(number) { $0.ending = ending }
  }

  /// Forgets what was seen; requests that are open stay counted as open.
  mutating func clear() {
    entries = []
    counters = StandinCounters()
    forgotten = numbers
  }
}
