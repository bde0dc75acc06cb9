/// Which columns the status table has and how wide they are. Columns leave in a fixed order when there is
/// little room: age, week reset, plan, 5 h reset, the bars, the word of the state. The sign of the state,
/// what is left of the short window and the name never leave.
package struct StatusLayout: Hashable, Sendable {
  var hasAge = true
  var hasLongReset = true
  var hasPlan = true
  var hasShortReset = true
  var hasLongBar = true
  var hasStateWord = true
  var hasShortBar = true
  var hasLong = true
  var barWidth = 10
  var labelWidth = 0

  /// Columns that the contents need, without the bars and the name.
  package struct Needs: Hashable, Sendable {
    var label = 0
    var plan = 0
    var windowName = 0
    var left = 4
    var shortReset = 0
    var longReset = 0
    var state = 0
    var age = 0
    var hasShort = false
    var hasLong = false
  }

  /// The richest layout that fits.
  ///
  /// - Parameters:
  ///   - needs: what the contents need.
  ///   - limit: columns there are; nil for any number.
  package init(_ needs: Needs, within limit: Int?) {
    labelWidth = needs.label
    guard let limit else { return }
    for step in Self.steps {
      step(&self)
      for labelWidth in [min(needs.label, 24), min(needs.label, 16), min(needs.label, 10)] {
        self.labelWidth = labelWidth
        for barWidth in [10, 8, 7, 6] {
          self.barWidth = barWidth
          if width(needs) <= limit {
            self.labelWidth = min(needs.label, labelWidth + limit - width(needs))
            return
          }
        }
      }
    }
    labelWidth = max(1, min(needs.label, labelWidth - (width(needs) - limit)))
  }

  /// Columns the table takes.
  package func width(_ needs: Needs) -> Int {
    // A margin and the sign, then every column with its gap.
    var width = 3 + labelWidth
    if hasPlan && needs.plan > 0 { width += 2 + needs.plan }
    if needs.hasShort { width += windowWidth(needs, bar: hasShortBar) }
    if needs.hasShort && hasShortReset { width += 2 + needs.shortReset }
    if needs.hasLong && hasLong {
      width += windowWidth(needs, bar: hasLongBar)
      if hasLongReset { width += 2 + needs.longReset }
    }
    if hasStateWord { width += 2 + needs.state }
    if hasAge && needs.age > 0 { width += 2 + needs.age }
    return width
  }

  /// Columns of a window with its bar, or with its number alone.
  func cellWidth(_ needs: Needs, bar: Bool) -> Int {
    let name = needs.windowName > 0 ? needs.windowName + 1 : 0
    // A number alone still has “5H LEFT” above it.
    return bar ? name + barWidth + 1 + needs.left : max(7, name + needs.left)
  }

  private func windowWidth(_ needs: Needs, bar: Bool) -> Int { 2 + cellWidth(needs, bar: bar) }

  private static let steps: [@Sendable (inout StatusLayout) -> Void] = [
    { _ in },
    { $0.hasAge = false },
    { $0.hasLongReset = false },
    { $0.hasPlan = false },
    { $0.hasShortReset = false },
    { $0.hasLongBar = false },
    { $0.hasStateWord = false },
    { $0.hasShortBar = false },
    { $0.hasLong = false },
  ]
}
