package import EngineCore

/// An account cannot be made, changed, removed or brought back.
package enum AccountsError: EngineError, Hashable {
  /// Another account has this label, however it is capitalised.
  case labelTaken(label: String)
  /// The label of an account in the trash was given to another one in the meantime.
  case labelTakenSince(label: String)
  /// The sign-in is already there under another label.
  case identityTaken(holder: String)
  /// An account that cannot be read holds this sign-in, or may hold it; `name` is its folder's.
  case heldUnreadable(name: String, isSame: Bool, cause: ErrorReport)
  /// A new sign-in for an account turned out to be somebody else's; `holder` is the label that has it.
  case otherIdentity(label: String, holder: String?)
  /// The account is gone, or another one took its place.
  case missing(label: String)
  /// What is stored of an account cannot be read.
  case damaged(path: FilePath, detail: String)
  /// A newer swop wrote it.
  case tooNew(path: FilePath, version: Int, supported: Int)
  /// The sign-in in progress left no file behind.
  case signInMissing(path: FilePath)
  /// A path that swop must not remove: not an entry of its own folders, or reached through a link.
  case notOurs(path: FilePath)
  /// The trash has no such entry any more.
  case notInTrash(path: FilePath)
  /// What has to happen before the account may leave its place failed.
  case notReady(label: String, cause: ErrorReport, outcome: FailureOutcome)
  /// Another process holds what is needed.
  case locked(LockError)
  /// A file or folder cannot be used.
  case file(FileError)

  package var code: String {
    switch self {
    case .labelTaken, .labelTakenSince: "label_taken"
    case .identityTaken: "identity_taken"
    case .heldUnreadable(_, let isSame, _): isSame ? "identity_taken" : "account_unreadable"
    case .otherIdentity: "other_identity"
    case .missing: "account_missing"
    case .damaged: "account_damaged"
    case .tooNew: "account_too_new"
    case .signInMissing: "sign_in_incomplete"
    case .notOurs: "refused_path"
    case .notInTrash: "not_in_trash"
    case .notReady(_, let cause, _): cause.code
    case .locked(let error): error.code
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .labelTaken(let label): "There is an account “\(label)” already."
    case .labelTakenSince(let label):
      "Another account has been called “\(label)” since this one was removed."
    case .identityTaken(let holder): "This sign-in is already there as “\(holder)”."
    case .heldUnreadable(let name, isSame: true, let cause):
      "This sign-in is already there in “\(name)”, which cannot be used: \(cause.message)"
    case .heldUnreadable(let name, isSame: false, let cause):
      "“\(name)” may hold this sign-in already, and cannot be read: \(cause.message)"
    case .otherIdentity(let label, .none):
      "The new sign-in is not the one of “\(label)”; it was discarded and the old one stays."
    case .otherIdentity(let label, .some(let holder)):
      "The new sign-in is the one of “\(holder)”, not of “\(label)”; it was discarded and the old "
        + "one stays."
    case .missing(let label): "The account “\(label)” is not there any more."
    case .damaged(let path, let detail): "\(path) cannot be read: \(detail)."
    case .tooNew(let path, let version, let supported):
      "\(path) has version \(version); this swop knows up to \(supported)."
    case .signInMissing: "The sign-in ended without leaving a sign-in behind."
    case .notOurs(let path): "\(path) is not a folder that swop may remove."
    case .notInTrash(let path): "\(path.name) is not in the trash any more."
    case .notReady(let label, let cause, _): "“\(label)” cannot be moved now: \(cause.message)"
    case .locked(let error): error.message
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .labelTaken(let label):
      "Choose another label, or sign in to that account again: swop relogin "
        + ShellWord.quoted(label)
    case .labelTakenSince(let label):
      "Restore it under another label, or rename the other one first: swop rename "
        + "\(ShellWord.quoted(label)) NEW"
    case .identityTaken(let holder):
      "Sign in to it again: swop relogin \(ShellWord.quoted(holder)), or give it another label: "
        + "swop rename \(ShellWord.quoted(holder)) NEW"
    case .heldUnreadable(_, _, let cause): cause.remedy ?? "See what can be done: swop doctor"
    case .otherIdentity: "Sign in with the right account, or add this one: swop add LABEL"
    case .missing, .notInTrash: "See what there is: swop status, swop trash list"
    case .damaged: "See what can be done: swop doctor"
    case .tooNew: "Update swop."
    case .signInMissing: "Try again."
    case .notOurs: "Look at it yourself; swop follows no link and leaves its own folders only."
    case .notReady(_, let cause, _): cause.remedy
    case .locked(let error): error.remedy
    case .file(let error): error.remedy
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .labelTaken, .labelTakenSince, .identityTaken: .usage
    case .locked(let error): error.outcome
    case .notReady(_, _, let outcome): outcome
    case .heldUnreadable, .otherIdentity, .missing, .damaged, .tooNew, .signInMissing, .notOurs,
      .notInTrash, .file:
      .failed
    }
  }
}
