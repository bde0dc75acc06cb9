/// Which columns the list has and how wide they are. When room is short they leave in a fixed order: the
/// e-mail, the reset of the long window, the plan, the reset of the short window, the word of the state,
/// the long window. The sign of the state, what is left of the short window and the name never leave.
struct AccountColumns: Hashable, Sendable {
  /// What the rows hold.
  struct Needs: Hashable, Sendable {
    /// Digits of the highest number.
    var number = 1
    /// The longest label, the mark of the default account included.
    var label = 7
    /// The longest address, 0 if there is none.
    var email = 0
    /// The longest plan, 0 if there is none.
    var plan = 0
    /// The longest window name, 0 where all rows have the same windows.
    var window = 0
    /// The longest word for a state.
    var state = 5

    /// Nothing yet.
    init() {}
  }

  /// Columns of the number.
  private(set) var number: Int
  /// Columns of the name.
  private(set) var name = 0
  /// Whether the name is the address, where there is one.
  private(set) var namesByEmail = false
  /// Columns of the address beside the label, 0 for none.
  private(set) var email = 0
  /// Columns of the plan, 0 for none.
  private(set) var plan = 0
  /// Columns of a window's name, 0 for none.
  private(set) var window: Int
  /// Columns of a bar.
  private(set) var bar = 10
  /// Whether the short window's reset is shown.
  private(set) var hasShortReset = true
  /// Whether the long window is shown.
  private(set) var hasLong = true
  /// Whether the long window's reset is shown.
  private(set) var hasLongReset = true
  /// Columns of the word of the state, 0 for none.
  private(set) var state: Int

  /// Columns of a percentage, a mark in front included.
  static let percent = 5
  /// Columns of a reset.
  static let reset = 6

  /// The richest columns that fit.
  ///
  /// - Parameters:
  ///   - needs: what the rows hold.
  ///   - width: columns there are.
  ///   - hasSideDetail: whether a panel at the right shows the long window's reset.
  init(_ needs: Needs, width: Int, hasSideDetail: Bool) {
    number = needs.number
    window = needs.window > 0 ? needs.window + 1 : 0
    state = max(8, needs.state)
    plan = needs.plan > 0 ? min(8, max(4, needs.plan)) : 0
    let label = max(7, min(needs.label, 24))
    let address = max(7, min(needs.email + 2, 30))
    for step in Self.steps(hasSideDetail: hasSideDetail) where needs.email > 0 || !step.wantsEmail {
      step.change(&self)
      name = namesByEmail ? address : min(label, hasSideDetail ? 16 : 11)
      email = step.hasBoth ? min(needs.email, 30) : 0
      if self.width <= width { break }
    }
    while self.width > width && bar > 6 { bar -= 1 }
    if self.width > width { name = max(4, name - (self.width - width)) }
    widen(by: width - self.width, label: namesByEmail ? address : label)
  }

  /// Columns of a whole row.
  var width: Int {
    var width = 4 + number + name
    if email > 0 { width += 2 + email }
    if plan > 0 { width += 1 + plan }
    width += 2 + windowWidth
    if hasShortReset { width += 1 + Self.reset }
    if hasLong { width += 2 + windowWidth }
    if hasLong && hasLongReset { width += 1 + Self.reset }
    if state > 0 { width += 2 + state }
    return width
  }

  /// Columns of one window.
  var windowWidth: Int { window + bar + Self.percent }

  private mutating func widen(by columns: Int, label: Int) {
    var rest = max(0, columns)
    // Twelve columns of name read better than longer bars.
    let forName = min(rest, max(0, max(12, label) - name))
    name += forName
    rest -= forName
    let bars = hasLong ? 2 : 1
    let forBars = min(rest / bars, 24 - bar)
    bar += forBars
    rest -= forBars * bars
    // What is left stands between the name and the rest, as the eye leads along it.
    let forGap = email > 0 ? min(rest, 30) : min(rest, max(0, 30 - name))
    if email > 0 { email += forGap } else { name += forGap }
  }

  private struct Step {
    let wantsEmail: Bool
    let hasBoth: Bool
    let change: (inout AccountColumns) -> Void
  }

  private static func steps(hasSideDetail: Bool) -> [Step] {
    let both = Step(wantsEmail: true, hasBoth: true) { _ in }
    let email = Step(wantsEmail: true, hasBoth: false) { $0.namesByEmail = true }
    let label = Step(wantsEmail: false, hasBoth: false) { $0.namesByEmail = false }
    let noLongReset = Step(wantsEmail: false, hasBoth: false) { $0.hasLongReset = false }
    let emailAlone = Step(wantsEmail: true, hasBoth: false) {
      $0.namesByEmail = true
      $0.hasLongReset = false
    }
    let names =
      hasSideDetail ? [both, emailAlone, label, noLongReset] : [both, email, label, noLongReset]
    return names + [
      Step(wantsEmail: false, hasBoth: false) { $0.plan = 0 },
      Step(wantsEmail: false, hasBoth: false) { $0.hasShortReset = false },
      Step(wantsEmail: false, hasBoth: false) { $0.state = 0 },
      Step(wantsEmail: false, hasBoth: false) { $0.hasLong = false },
    ]
  }
}
