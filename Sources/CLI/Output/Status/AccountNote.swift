import Engine
import EngineCore

/// What is wrong with an account and what to do about it, in one line.
enum AccountNote {
  /// The line, nil if nothing is wrong.
  static func sentence(_ account: AccountSnapshot, timeZone: ClockZone) -> String? {
    let label = account.account.label.text
    if let error = account.error {
      let until = account.state == .blocked ? until(account, timeZone) : ""
      return error.message + until + (error.remedy.map { " " + $0 } ?? "")
    }
    switch account.state {
    case .blocked: return "\(label) is refused by the server.\(until(account, timeZone))"
    case .expired: return "\(label) has to sign in again: swop relogin \(ShellWord.quoted(label))"
    case .unknown: return "\(label) was not measured yet: swop status --refresh"
    case .off, .waiting, .low, .inUse, .ready: return nil
    }
  }

  private static func until(_ account: AccountSnapshot, _ timeZone: ClockZone) -> String {
    account.blockedUntil.map { " Blocked until \(ClockText.moment($0, in: timeZone))." } ?? ""
  }
}
