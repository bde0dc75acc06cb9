/// A column of a table.
package struct TableColumn: Hashable, Sendable {
  /// Where its text stands.
  package enum Alignment: Hashable, Sendable {
    case leading, trailing
  }

  /// Its heading.
  package let title: String
  /// The least it is useful with.
  package let minimum: Int
  /// The most it uses.
  package let maximum: Int
  /// Where its text stands.
  package let alignment: Alignment
  /// When it leaves: the lowest first; nil for never.
  package let leaves: Int?
  /// Columns free before it.
  package let gap: Int

  /// A column of its parts.
  package init(
    _ title: String, minimum: Int, maximum: Int? = nil, alignment: Alignment = .leading,
    leaves: Int? = nil, gap: Int = 1
  ) {
    self.title = title
    self.minimum = minimum
    self.maximum = max(minimum, maximum ?? minimum)
    self.alignment = alignment
    self.leaves = leaves
    self.gap = gap
  }
}
