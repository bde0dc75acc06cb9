// Where a role that a theme does not name gets its look from.
extension ThemeRole {
  /// The role it falls back to and the attributes it adds; nil for the terminal's own colours.
  package var fallback: (role: ThemeRole, adding: TextAttributes)? {
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
