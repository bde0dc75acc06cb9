package import Engine
package import EngineCore
package import TUIKit

/// The list of accounts: what there is, in which order, which row is chosen, which rows are hidden.
package struct AccountList: Hashable, Sendable {
  /// How much is known.
  package enum Knowledge: Hashable, Sendable {
    /// Nothing was read yet.
    case loading
    /// The entries are all there is.
    case known
    /// The accounts cannot be read at all.
    case failed(ErrorReport)
  }

  /// How much is known.
  package var knowledge = Knowledge.loading
  /// All accounts, in the order they were added.
  package var entries: [AccountEntry] = [] {
    didSet {
      facts = AccountFacts(entries)
      arrange()
    }
  }
  /// What follows from the entries.
  package private(set) var facts = AccountFacts()
  /// What they have left together; counted when they arrive, as every frame shows it.
  package var pool = Pool(of: [], at: .distantPast)
  /// The labels of accounts that an older tool keeps in this root.
  package var older: [String] = []
  /// The order on the screen. It changes only when readings arrive, never under a moving cursor.
  package var order: [AccountID] = [] { didSet { arrange() } }
  /// The chosen account. Sorting, refreshing and filtering move the row, not the choice.
  package var selection: AccountID? { didSet { place() } }
  /// The choice that a filter hid while it was typed; it is the choice again as soon as it shows.
  private var hiddenChoice: AccountID?
  /// How rows are ordered.
  package var sort = SortOrder.ready
  /// What has to match for a row to show; empty for every row.
  package var filter = TextField() { didSet { arrange() } }
  /// Whether the filter is being typed.
  package var isFiltering = false
  /// When the cursor moved last.
  package var movedAt: Date?
  /// Where in `entries` the rows that show stand, in the order of the screen.
  private var places: [Int] = []
  /// The place of the chosen account among the rows that show, nil if there is none.
  package private(set) var selectedRow: Int?

  /// An empty list.
  package init() {}

  /// The entries in the order of the screen, without those that the filter hides.
  package var visible: AccountRows { AccountRows(entries, places: places) }

  /// The chosen entry, nil if there is none or the filter hides it.
  package var selected: AccountEntry? { selectedRow.map { visible[$0] } }

  /// The entry of an account.
  package subscript(id: AccountID) -> AccountEntry? { facts.place(of: id).map { entries[$0] } }

  /// Whether the filter lets an account show.
  package func shows(_ id: AccountID) -> Bool {
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
