/// Colours for every role. What a theme does not name falls back along a fixed chain.
package struct Theme: Hashable, Sendable {
  /// Its name.
  package let name: String
  /// What background it is made for.
  package let mode: ThemeMode
  /// What it, or a theme it inherits from, says itself.
  let named: [ThemeRole: ThemeStyle]
  private let styles: [ThemeRole: ThemeStyle]

  /// A theme of what it names.
  package init(name: String, mode: ThemeMode, named: [ThemeRole: ThemeStyle]) {
    self.name = name
    self.mode = mode
    self.named = named
    styles = Dictionary(
      uniqueKeysWithValues: ThemeRole.allCases.map { ($0, Self.resolved($0, in: named)) })
  }

  /// How a role looks.
  package subscript(_ role: ThemeRole) -> ThemeStyle { styles[role] ?? ThemeStyle() }

  private static func resolved(
    _ role: ThemeRole, in named: [ThemeRole: ThemeStyle]
  ) -> ThemeStyle {
    if let style = named[role] { return style }
    guard let fallback = role.fallback else { return ThemeStyle() }
    var style = resolved(fallback.role, in: named)
    style.attributes.formUnion(fallback.adding)
    return style
  }
}

/// What background a theme is made for.
package enum ThemeMode: String, Hashable, Sendable, CaseIterable {
  case dark, light, any
}

/// What a piece of the screen means. Themes give colours to meanings, never to widgets; a glyph or a word
/// always says the same.
package enum ThemeRole: String, Hashable, Sendable, CaseIterable {
  case text, muted, title, rule, key, selection
  case stateUse = "state.use"
  case stateReady = "state.ready"
  case stateLow = "state.low"
  case stateWaiting = "state.waiting"
  case stateBlocked = "state.blocked"
  case stateExpired = "state.expired"
  case stateOff = "state.off"
  case stateUnknown = "state.unknown"
  case barHigh = "bar.high"
  case barCaution = "bar.caution"
  case barDanger = "bar.danger"
  case track, pace, chart
  case chartReset = "chart.reset"
  case match
  case dialogFrame = "dialog.frame"
  case dialogDanger = "dialog.danger"
  case toastGood = "toast.good"
  case toastBad = "toast.bad"
  case stale
}

// Where a role that a theme does not name gets its look from.
extension ThemeRole {
  /// The role it falls back to and the attributes it adds; nil for the terminal's own colours.
  var fallback: (role: ThemeRole, adding: TextAttributes)? {
    switch self {
    case .text: nil
    case .muted: (.text, .dim)
    case .title: (.text, .bold)
    case .rule: (.muted, [])
    case .key: (.title, [])
    case .selection: (.text, .bold)
    case .stateUse: (.title, [])
    case .stateReady: (.text, [])
    case .stateLow: (.text, [])
    case .stateWaiting: (.muted, [])
    case .stateBlocked: (.stateWaiting, [])
    case .stateExpired: (.text, .bold)
    case .stateOff: (.muted, [])
    case .stateUnknown: (.stateOff, [])
    case .barHigh: (.stateReady, [])
    case .barCaution: (.stateLow, [])
    case .barDanger: (.stateExpired, [])
    case .track: (.muted, [])
    case .pace: (.title, [])
    case .chart: (.barHigh, [])
    case .chartReset: (.key, [])
    case .match: (.text, .underline)
    case .dialogFrame: (.rule, [])
    case .dialogDanger: (.stateExpired, [])
    case .toastGood: (.stateReady, [])
    case .toastBad: (.stateExpired, [])
    case .stale: (.muted, [])
    }
  }
}

/// What a theme says about a role.
package struct ThemeStyle: Hashable, Sendable {
  /// The colour of the text.
  package var foreground: ThemeColor
  /// The colour behind it.
  package var background: ThemeColor
  /// Its attributes.
  package var attributes: TextAttributes

  /// A style of its parts.
  init(
    _ foreground: ThemeColor = .standard, on background: ThemeColor = .standard,
    _ attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

// A style as a theme writes it, and as the sequence that a terminal takes.
extension ThemeStyle: CustomStringConvertible {
  package var description: String {
    let ground = background == .standard ? [] : ["on", Self.word(background)]
    let names: [(TextAttributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    let words = names.filter { attributes.contains($0.0) }.map(\.1)
    return ([Self.word(foreground)] + ground + words).joined(separator: " ")
  }

  /// The parameters of its SGR sequence (ECMA-48), on a terminal with 256 colours.
  package var sequence: String {
    let codes: [(TextAttributes, Int)] = [(.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
    var parts = ["0"] + codes.filter { attributes.contains($0.0) }.map { "\($0.1)" }
    let front = ColorQuantizer.number(of: foreground, in: .indexed)
    let back = ColorQuantizer.number(of: background, in: .indexed)
    if front >= 0 { parts.append("38;5;\(front)") }
    if back >= 0 { parts.append("48;5;\(back)") }
    return parts.joined(separator: ";")
  }

  private static func word(_ color: ThemeColor) -> String {
    switch color {
    case .standard: return "default"
    case .index(let index): return "\(index)"
    case .rgb(let color):
      let parts = [color.red, color.green, color.blue].map { part in
        let text = String(part, radix: 16, uppercase: true)
        return part < 16 ? "0" + text : text
      }
      return "#" + parts.joined()
    }
  }
}

/// A colour as a theme names it.
package enum ThemeColor: Hashable, Sendable {
  /// The terminal's own colour for text or background.
  case standard
  /// A colour of the terminal's table, 0 to 255. The first 16 belong to the user.
  case index(UInt8)
  /// Red, green and blue.
  case rgb(RGB)
}

/// A theme on a terminal with so many colours.
package struct Look: Hashable, Sendable {
  /// The colours.
  var theme: Theme
  /// How many of them can be shown.
  package var profile: ColorProfile

  /// A look of its parts.
  package init(theme: Theme, profile: ColorProfile) {
    self.theme = theme
    self.profile = profile
  }

  /// What a cell of a style gets.
  package func style(_ style: Style) -> ThemeStyle {
    var result = theme[style.role]
    result.attributes.formUnion(style.attributes)
    if style.isSelected { select(&result, role: style.role) }
    guard profile != .mono else { return ThemeStyle(.standard, on: .standard, result.attributes) }
    return result
  }

  private static let bars: Set<ThemeRole> = [.barHigh, .barCaution, .barDanger, .track, .pace]

  /// Makes a style that of the selected row.
  private func select(_ style: inout ThemeStyle, role: ThemeRole) {
    let selection = theme[.selection]
    if selection.background != .standard { style.background = selection.background }
    var added = selection.attributes
    // Without colours the row has no other ground to stand on.
    if profile == .mono { added.insert(.reverse) }
    style.attributes.formUnion(added)
    // Terminals disagree on what is heavy and faint at once. In a bar faint means old, or empty.
    if style.attributes.isSuperset(of: [.bold, .dim]) {
      style.attributes.remove(Self.bars.contains(role) ? .bold : .dim)
    }
    // A reversed row has one ground, not that of each word's colour.
    if added.contains(.reverse) || role == .text && selection.foreground != .standard {
      style.foreground = selection.foreground
    }
  }
}
