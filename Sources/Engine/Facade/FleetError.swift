package import EngineKernel

/// What the Fleet itself refuses; the modules behind it have errors of their own.
package enum FleetError: EngineError, Hashable {
  /// No account has this label.
  case unknownAccount(label: String, nearest: String?)
  /// Nothing can be used now.
  case nothingUsable(until: Date?, timeZone: TimeZone)
  /// The account that was demanded cannot be used now.
  case accountUnusable(label: String, reason: String)
  /// The session has expired.
  case signInNeeded(label: String, reason: String)
  /// There are no accounts at all.
  case noAccounts

  package var code: String {
    switch self {
    case .unknownAccount: "unknown_account"
    case .nothingUsable: "all_blocked"
    case .accountUnusable: "account_unusable"
    case .signInNeeded: "sign_in_needed"
    case .noAccounts: "no_accounts"
    }
  }

  package var message: String {
    switch self {
    case .unknownAccount(let label, _):
      "There is no account “\(PrintableText.shortened(label, to: 70))”."
    case .nothingUsable(.some(let until), let timeZone):
      "All accounts blocked until \(ClockText.moment(until, in: timeZone))."
    case .nothingUsable(.none, _): "All accounts blocked, reset time unknown."
    case .accountUnusable(let label, let reason): "\(label) cannot be used now: \(reason)."
    case .signInNeeded(let label, let reason): "The session of \(label) has expired: \(reason)."
    case .noAccounts: "There are no accounts yet."
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownAccount(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknownAccount(_, .none): "See what there is: swop status"
    case .nothingUsable: "See why: swop why"
    case .accountUnusable: "Let swop choose: swop codex --auto"
    case .signInNeeded(let label, _): "Sign in again: swop relogin \(ShellWord.quoted(label))"
    case .noAccounts: "Add the first one: swop add LABEL"
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .unknownAccount: .usage
    case .nothingUsable, .accountUnusable, .noAccounts: .noAccountUsable
    case .signInNeeded: .signInNeeded
    }
  }
}
