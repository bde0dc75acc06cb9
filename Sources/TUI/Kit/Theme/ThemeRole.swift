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

  /// The letter of the style layer of golden frames; a space for plain text.
  package var letter: Character {
    switch self {
    case .text: " "
    case .muted: "m"
    case .title: "t"
    case .rule: "-"
    case .key: "k"
    case .selection: "s"
    case .stateUse: "U"
    case .stateReady: "R"
    case .stateLow: "L"
    case .stateWaiting: "W"
    case .stateBlocked: "B"
    case .stateExpired: "E"
    case .stateOff: "O"
    case .stateUnknown: "?"
    case .barHigh: "h"
    case .barCaution: "c"
    case .barDanger: "d"
    case .track: "_"
    case .pace: "|"
    case .chart: "a"
    case .chartReset: "^"
    case .match: "="
    case .dialogFrame: "+"
    case .dialogDanger: "!"
    case .toastGood: "G"
    case .toastBad: "X"
    case .stale: "~"
    }
  }
}
