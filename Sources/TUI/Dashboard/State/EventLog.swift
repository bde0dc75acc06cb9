import EngineCore
import TUIKit

/// The events of the engine, the proxy and other swop processes.
struct EventLog: Hashable, Sendable {
  /// The newest events, oldest first.
  var entries: [EngineEvent] = []
  /// Where the cursor of the log panel stands: a place in `entries`; nil follows the newest.
  var position: Int?
  /// What is searched for; rows stay.
  var search = TextField()
  /// Whether the search is being typed.
  var isSearching = false

  /// An empty log.
  init() {}

  /// So many events are kept on the screen.
  static let limit = 500

  /// The places in `entries` that the search finds, in the words that the screen shows.
  var matches: [Int] {
    let query = SearchTerm(search.text)
    guard !search.isEmpty else { return [] }
    return entries.indices.filter { index in
      query.isFound(in: EventLine.subject(entries[index]))
        || query.isFound(in: EventLine.sentence(entries[index], relogin: nil))
    }
  }

  /// Where the cursor stands, nil in an empty log.
  var cursor: Int? {
    entries.isEmpty ? nil : min(position ?? entries.count - 1, entries.count - 1)
  }
}

extension EventLog {
  /// Takes new events, each once, in the order of time.
  mutating func add(_ new: [EngineEvent]) {
    let known = Set(entries.compactMap(\.number))
    let fresh = new.filter { $0.number.map { !known.contains($0) } ?? true }.map(\.sanitized)
    guard !fresh.isEmpty else { return }
    let chosen = position.map { entries[min($0, entries.count - 1)] }
    // An error of the dashboard itself has no number; it stands where its time puts it.
    entries = (entries + fresh).enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
      .suffix(Self.limit)
    if let chosen { position = entries.lastIndex(of: chosen) ?? 0 }
  }
}

extension ProxyPanel {
  /// So many moves are shown.
  private static let moveLimit = 50

  /// Takes moves out of new events.
  mutating func add(_ new: [EngineEvent]) {
    let known = Set(moves.compactMap(\.number))
    let fresh = new.filter { event in
      event.kind == .requestMoved && event.number.map { !known.contains($0) } ?? true
    }
    moves = (moves + fresh.map(\.sanitized)).suffix(Self.moveLimit)
  }
}

extension EngineEvent {
  fileprivate var sanitized: EngineEvent {
    EngineEvent(
      number: number, at: at, kind: kind, account: account,
      label: label.map(PrintableText.sanitized), run: run,
      message: PrintableText.sanitized(message))
  }
}
