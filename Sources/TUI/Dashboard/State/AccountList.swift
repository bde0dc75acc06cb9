package import Engine
package import EngineKernel
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
  package var entries: [AccountEntry] = []
  /// What they have left together; counted when they arrive, as every frame shows it.
  package var pool = Pool(of: [], at: .distantPast)
  /// Sandboxes that could not be read, with the reason.
  package var unreadable: [ErrorReport] = []
  /// The order on the screen. It changes only when readings arrive, never under a moving cursor.
  package var order: [AccountID] = []
  /// The chosen account. Sorting, refreshing and filtering move the row, not the choice.
  package var selection: AccountID?
  /// How rows are ordered.
  package var sort = SortOrder.ready
  /// What has to match for a row to show; empty for every row.
  package var filter = TextField()
  /// Whether the filter is being typed.
  package var isFiltering = false
  /// When the cursor moved last.
  package var movedAt: Date?

  /// An empty list.
  package init() {}

  /// The entries in the order of the screen, without those that the filter hides.
  package var visible: [AccountEntry] {
    guard !filter.text.isEmpty else { return ordered }
    return ordered.filter(AccountQuery(filter.text).matches)
  }

  /// All entries in the order of the screen.
  package var ordered: [AccountEntry] {
    let places = Dictionary(entries.indices.map { (entries[$0].id, $0) }) { first, _ in first }
    return order.compactMap { places[$0].map { entries[$0] } }
  }

  /// The chosen entry, nil if there is none or the filter hides it.
  package var selected: AccountEntry? {
    guard let selection, let entry = entries.first(where: { $0.id == selection }) else {
      return nil
    }
    return AccountQuery(filter.text).matches(entry) ? entry : nil
  }

  /// The entry of an account.
  package subscript(id: AccountID) -> AccountEntry? { entries.first { $0.id == id } }
}
