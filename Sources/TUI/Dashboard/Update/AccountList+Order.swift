import Engine
import EngineCore

// Order, selection and change of the rows.
extension AccountList {
  /// So long after the cursor moved rows stay where they are, in seconds.
  static let restSeconds = 1.5

  /// Puts new entries into the order and takes lost ones out; everything is ordered anew only when
  /// readings arrived and the cursor rests.
  mutating func settle(isFresh: Bool, at now: Date) {
    let rests = movedAt.map { now.timeIntervalSince($0) > Self.restSeconds } ?? true
    let before = order
    if order.isEmpty || (isFresh && rests) {
      order = sorted
    } else {
      let left = order.filter { facts.place(of: $0) != nil }
      let placed = Set(left)
      order = left + entries.map(\.id).filter { !placed.contains($0) }
    }
    keepSelection(from: before)
    // A filter that was kept from the last time may hide what was chosen then.
    if before.isEmpty { followFilter() }
  }

  /// Orders everything now.
  mutating func sortNow() { order = sorted }

  /// The identities in the order that `sort` asks for.
  private var sorted: [AccountID] {
    entries.sorted { first, second in
      let (one, two) = (key(of: first), key(of: second))
      if one != two { return one.lexicographicallyPrecedes(two) }
      if sort == .name, first.label.lowercased() != second.label.lowercased() {
        return first.label.lowercased() < second.label.lowercased()
      }
      return first.number < second.number
    }.map(\.id)
  }

  private func key(of entry: AccountEntry) -> [Double] {
    let snapshot = entry.snapshot
    // Rows without numbers stand last, whatever the order.
    let reading = snapshot.state == .off || snapshot.state == .expired ? nil : snapshot.reading
    switch sort {
    case .ready: return [Double(Self.group(of: snapshot.state))]
    case .state: return [Double(Self.stateOrder.firstIndex(of: snapshot.state) ?? 0)]
    case .shortLeft: return [reading?.shortWindow.map { -$0.leftPercent } ?? 1]
    case .longLeft: return [reading?.longestLongWindow.map { -$0.leftPercent } ?? 1]
    case .reset:
      let next = (reading?.windows ?? []).compactMap(\.resetsAt).min()
      return [next?.timeIntervalSince1970 ?? .greatestFiniteMagnitude]
    case .name: return []
    }
  }

  /// As the header counts them.
  private static let stateOrder: [AccountState] = [
    .inUse, .ready, .low, .waiting, .blocked, .unknown, .expired, .off,
  ]

  private static func group(of state: AccountState) -> Int {
    switch state {
    case .inUse, .ready: 0
    case .low, .waiting, .blocked, .unknown: 1
    case .expired: 2
    case .off: 3
    }
  }

  /// Where the chosen row is gone, the one that took its place is chosen: the next that shows, else the
  /// last.
  private mutating func keepSelection(from before: [AccountID]) {
    if let selection, facts.place(of: selection) != nil { return }
    let shown = visible.map(\.id)
    let place = selection.flatMap { before.firstIndex(of: $0) } ?? 0
    let behind = Set(before.dropFirst(place))
    let next = shown.first { behind.isEmpty || behind.contains($0) }
    selection = next ?? shown.last ?? order.first
  }

  /// Changes the entries of some accounts, those that are there, as one change.
  mutating func change(_ ids: [AccountID], _ change: (inout AccountEntry) -> Void) {
    var changed = entries
    for place in ids.compactMap(facts.place) { change(&changed[place]) }
    entries = changed
  }
}
