package import EngineCore
package import TUIKit

/// Which meaning of the theme an amount or a state has.
package enum DashboardRoles {
  /// The colour of a state's sign and word.
  package static func state(_ state: AccountState) -> ThemeRole {
    switch state {
    case .inUse: .stateUse
    case .ready: .stateReady
    case .low: .stateLow
    case .waiting: .stateWaiting
    case .blocked: .stateBlocked
    case .expired: .stateExpired
    case .off: .stateOff
    case .unknown: .stateUnknown
    }
  }

  /// The colour of a toast.
  static func toast(_ kind: Toast.Kind) -> ThemeRole {
    switch kind {
    case .good: .toastGood
    case .note: .key
    case .bad: .toastBad
    }
  }
}
