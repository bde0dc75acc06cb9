/// What a piece of text means; colour only speeds it up, a word or glyph always stands beside it.
package enum Role: Hashable, Sendable {
  case plain, title, muted, heading
  case stateInUse, stateReady, stateLow, stateWaiting, stateBlocked, stateExpired, stateOff
  case barHigh, barCaution, barDanger, track, pace
  case problem

  /// The parameters of its SGR sequence (ECMA-48), nil for none. Only the terminal's own 16 colours are
  /// used, so that any colour scheme fits.
  var sequence: String? {
    switch self {
    case .plain: nil
    case .title: "1"
    case .muted, .heading, .track, .stateOff: "2"
    case .stateInUse: "1;36"
    case .stateReady, .barHigh: "32"
    case .stateLow, .barCaution: "33"
    case .stateWaiting: "34"
    case .stateBlocked: "35"
    case .stateExpired, .problem: "1;31"
    case .barDanger: "31"
    case .pace: "1"
    }
  }
}
