/// The rows of the list that show, in the order of the screen.
package struct AccountRows: RandomAccessCollection, Sendable {
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

  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }

  package subscript(position: Int) -> AccountEntry { entries[places[position]] }
}
