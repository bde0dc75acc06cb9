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
