package import EngineCore

/// What the Fleet itself refuses; the modules behind it have errors of their own.
package enum FleetError: EngineError, Hashable {
  /// No account has this label.
  case unknownAccount(label: String, nearest: String?)
  /// Nothing can be used now.
  case nothingUsable(until: Date?, timeZone: ClockZone, reasons: [String])
  /// The account that was demanded cannot be used now.
  case accountUnusable(label: String, reason: String, remedy: String)
  /// Codex's configuration lets no account sign in; the rule is one clause.
  case allExcluded(rule: String)
  /// The session has expired.
  case signInNeeded(label: String, reason: String)
  /// There are no accounts at all.
  case noAccounts
  /// The accounts are an older tool's, and have not been taken over.
  case olderAccounts(labels: [String])
  /// Runs are in progress on the account.
  case inUse(label: String, runs: [RunID])
  /// The trash has no account with this label.
  case notInTrash(label: String, nearest: String?)
  /// The trash is purged by the server's date, and no server told it.
  case noServerDate
  /// The machine's clock is ahead of the server's by so many seconds.
  case clockAhead(seconds: Double)
  /// A sandbox that shares its configuration has nothing to copy.
  case copyNeedsStrict

  package var code: String {
    switch self {
    case .unknownAccount: "unknown_account"
    case .nothingUsable: "all_blocked"
    case .accountUnusable: "account_unusable"
    case .allExcluded: "all_excluded"
    case .signInNeeded: "sign_in_needed"
    case .noAccounts: "no_accounts"
    case .olderAccounts: "older_accounts"
    case .inUse: "in_use"
    case .notInTrash: "not_in_trash"
    case .noServerDate: "no_server_date"
    case .clockAhead: "clock_ahead"
    case .copyNeedsStrict: "copy_needs_strict"
    }
  }

  package var message: String {
    switch self {
    case .unknownAccount(let label, _):
      "There is no account “\(PrintableText.shortened(label, to: 70))”."
    case .nothingUsable(.some(let until), let timeZone, _):
      "All accounts blocked until \(ClockText.moment(until, in: timeZone))."
    case .nothingUsable(.none, _, let reasons):
      "All accounts blocked, reset time unknown (\(reasons.joined(separator: "; ")))."
    case .accountUnusable(let label, let reason, _): "\(label) cannot be used now: \(reason)."
    case .allExcluded(let rule): "No account can be used here: \(rule)."
    case .signInNeeded(let label, let reason): "The session of \(label) has expired: \(reason)."
    case .noAccounts: "There are no accounts yet."
    case .olderAccounts(let labels): OlderAccountsText.sentence(labels)
    case .inUse(let label, let runs):
      "\(label) is used by run \(runs.map(\.description).joined(separator: ", "))."
    case .notInTrash(let label, _):
      "There is no “\(PrintableText.shortened(label, to: 70))” in the trash."
    case .noServerDate:
      "Nothing was destroyed: the server could not be asked for the date."
    case .clockAhead(let seconds):
      "Nothing was deleted: this machine's clock is \(ClockText.span(seconds: seconds)) ahead of the server's."
    case .copyNeedsStrict: "Only a strict sandbox has a configuration of its own to copy into."
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownAccount(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknownAccount(_, .none): "See what there is: swop status"
    case .nothingUsable: "See why: swop why"
    case .accountUnusable(_, _, let remedy): remedy
    case .allExcluded: "Change that line, or add an account that it allows: swop add LABEL"
    case .signInNeeded(let label, _): "Sign in again: swop relogin \(ShellWord.quoted(label))"
    case .noAccounts: "Add the first one: swop add LABEL"
    case .olderAccounts: OlderAccountsText.remedy
    case .inUse: "End it first, or add --force: it goes on with what it has."
    case .notInTrash(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .notInTrash(_, .none): "See what there is: swop trash list"
    case .noServerDate:
      "Try again when the server can be reached, or destroy one account now: swop trash purge LABEL"
    case .clockAhead: "Set the clock, then try again."
    case .copyNeedsStrict: "Add --isolation strict, or leave --copy-config out."
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .unknownAccount, .notInTrash, .copyNeedsStrict: .usage
    case .noServerDate, .clockAhead: .failed
    case .inUse: .busy
    case .nothingUsable, .accountUnusable, .noAccounts, .allExcluded: .noAccountUsable
    case .signInNeeded: .signInNeeded
    case .olderAccounts: .failed
    }
  }
}

/// What people are told of accounts that an older tool keeps in this root.
package enum OlderAccountsText {
  /// What there is, one sentence.
  package static func sentence(_ labels: [String]) -> String {
    let names = labels.map { PrintableText.shortened($0, to: 70) }.joined(separator: ", ")
    return labels.count == 1
      ? "The account \(names) belongs to an older version of swop."
      : "The accounts \(names) belong to an older version of swop."
  }

  /// What to do next.
  package static let remedy = "Take them over: swop import"
}
