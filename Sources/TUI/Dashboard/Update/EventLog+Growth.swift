import EngineCore

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
