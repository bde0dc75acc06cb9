import Engine
import EngineCore
import TUIKit

/// The list of accounts: what there is, in which order, which row is chosen, which rows are hidden.
struct AccountList: Hashable, Sendable {
  /// How much is known.
  enum Knowledge: Hashable, Sendable {
    /// Nothing was read yet.
    case loading
    /// The entries are all there is.
    case known
    /// The accounts cannot be read at all.
    case failed(ErrorReport)
  }

  /// How much is known.
  var knowledge = Knowledge.loading
  /// All accounts, in the order they were added.
  var entries: [AccountEntry] = [] {
    didSet {
      facts = AccountFacts(entries)
      arrange()
    }
  }
  /// What follows from the entries.
  private(set) var facts = AccountFacts()
  /// What they have left together; counted when they arrive, as every frame shows it.
  var pool = Pool(of: [], at: .distantPast)
  /// The labels of accounts that an older tool keeps in this root.
  var older: [String] = []
  /// The order on the screen. It changes only when readings arrive, never under a moving cursor.
  var order: [AccountID] = [] { didSet { arrange() } }
  /// The chosen account. Sorting, refreshing and filtering move the row, not the choice.
  var selection: AccountID? { didSet { place() } }
  /// The choice that a filter hid while it was typed; it is the choice again as soon as it shows.
  private var hiddenChoice: AccountID?
  /// How rows are ordered.
  var sort = SortOrder.ready
  /// What has to match for a row to show; empty for every row.
  var filter = TextField() { didSet { arrange() } }
  /// Whether the filter is being typed.
  var isFiltering = false
  /// When the cursor moved last.
  var movedAt: Date?
  /// Where in `entries` the rows that show stand, in the order of the screen.
  private var places: [Int] = []
  /// The place of the chosen account among the rows that show, nil if there is none.
  private(set) var selectedRow: Int?

  /// An empty list.
  init() {}

  /// The entries in the order of the screen, without those that the filter hides.
  var visible: AccountRows { AccountRows(entries, places: places) }

  /// The chosen entry, nil if there is none or the filter hides it.
  var selected: AccountEntry? { selectedRow.map { visible[$0] } }

  /// The entry of an account.
  subscript(id: AccountID) -> AccountEntry? { facts.place(of: id).map { entries[$0] } }

  /// Whether the filter lets an account show.
  func shows(_ id: AccountID) -> Bool {
    facts.place(of: id).map(places.contains) ?? false
  }

  /// Chooses an account for good: nothing leads back from it.
  mutating func choose(_ id: AccountID) {
    selection = id
    hiddenChoice = nil
  }

  /// After the filter changed: a choice that it hides gives way to the first row that it shows, and
  /// comes back when it shows again.
  mutating func followFilter() {
    if let earlier = hiddenChoice, shows(earlier) { return choose(earlier) }
    guard selectedRow == nil, let first = visible.first else { return }
    hiddenChoice = hiddenChoice ?? selection
    selection = first.id
  }

  private mutating func arrange() {
    places = order.compactMap(facts.place)
    if !filter.text.isEmpty {
      let query = AccountQuery(filter.text)
      places = places.filter { query.matches(entries[$0]) }
    }
    place()
  }

  private mutating func place() {
    selectedRow = selection.flatMap(facts.place).flatMap(places.firstIndex)
  }
}

/// The rows of the list that show, in the order of the screen.
struct AccountRows: RandomAccessCollection, Sendable {
  private let entries: [AccountEntry]
  private let places: [Int]

  /// Rows of their parts.
  ///
  /// - Parameters:
  ///   - entries: all accounts.
  ///   - places: where in `entries` the rows stand, in the order of the screen.
  init(_ entries: [AccountEntry], places: [Int]) {
    self.entries = entries
    self.places = places
  }

  var startIndex: Int { 0 }
  var endIndex: Int { places.count }

  subscript(position: Int) -> AccountEntry { entries[places[position]] }
}

/// How the rows of the list are ordered.
enum SortOrder: String, Hashable, Sendable, CaseIterable, Codable {
  /// What can be used first: four groups, each in the order added.
  case ready
  /// By state, in the order of the vocabulary.
  case state
  /// The most left of the short window first.
  case shortLeft = "short_left"
  /// The most left of the long window first.
  case longLeft = "long_left"
  /// What resets soonest first.
  case reset
  /// By label.
  case name

  /// The words in the status line.
  var word: String {
    switch self {
    case .ready: "ready first"
    case .state: "state"
    case .shortLeft: "5h left"
    case .longLeft: "week left"
    case .reset: "next reset"
    case .name: "name"
    }
  }

  /// The order that `t` chooses next.
  var next: SortOrder {
    let all = SortOrder.allCases
    return all.firstIndex(of: self).map { all[($0 + 1) % all.count] } ?? .ready
  }
}

// Order, selection and change of the rows.
extension AccountList {
  /// So long after the cursor moved rows stay where they are, in seconds.
  static let restSeconds = 1.5

  /// Puts new entries into the order and takes lost ones out; everything is sorted again only when
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
