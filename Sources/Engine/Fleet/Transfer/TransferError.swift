import EngineCore

/// Sign-ins cannot be imported or exported. Nothing was changed.
enum TransferError: EngineError, Hashable {
  /// What was named holds nothing to import; `reason` is one clause.
  case notImportable(path: FilePath, reason: String)
  /// One record of a file cannot be imported; `number` counts from 1, `reason` is one clause.
  case recordNotImportable(path: FilePath, number: Int, name: String?, reason: String)
  /// There is no file to import, because codex keeps the sign-in in the system's keyring.
  case inKeyring(path: FilePath, setting: KeyringSetting)
  /// Its refresh token was used up by an earlier import; `label` is one that is free.
  case tokenUsed(title: String, label: String)
  /// The server refused its refresh token; `reason` is one clause.
  case refused(title: String, label: String, reason: String)
  /// Its refresh token was sent, and nothing is known of what became of it; `reason` is one clause.
  case uncertain(title: String, label: String, reason: String)
  /// It was not renewed, and its refresh token is still good; `reason` is one clause.
  case notRenewed(title: String, reason: String)
  /// Its renewed session is on disk and becomes an account with the next import.
  case kept(title: String, cause: ErrorReport)
  /// Nothing was named, and there is nothing to finish or to take over.
  case nothingNamed
  /// The passphrase does not open the export, or the export was changed.
  case wrongPassphrase(path: FilePath)
  /// Nothing can be sealed or opened here; `reason` is one clause.
  case noSealer(reason: String)
  /// The passphrase for an export is too short.
  case shortPassphrase(minimum: Int)
  /// A name for one account was given, and there are more.
  case labelForMany(count: Int)
  /// There is something at the place of the export.
  case exists(path: FilePath)
  /// No account has a sign-in that can be exported.
  case nothingToExport
  /// A file or folder cannot be used.
  case file(FileError)
  /// The person gave up.
  case cancelled

  var code: String {
    switch self {
    case .notImportable, .recordNotImportable: "not_importable"
    case .inKeyring: "sign_in_in_keyring"
    case .nothingNamed: "usage"
    case .tokenUsed: "token_used"
    case .refused: "sign_in_refused"
    case .uncertain: "token_uncertain"
    case .notRenewed: "renewal_failed"
    case .kept: "import_unfinished"
    case .wrongPassphrase: "wrong_passphrase"
    case .noSealer: "no_encryption"
    case .shortPassphrase: "short_passphrase"
    case .labelForMany: "label_for_many"
    case .exists: "file_exists"
    case .nothingToExport: "nothing_to_export"
    case .file(let error): error.code
    case .cancelled: "cancelled"
    }
  }

  var message: String {
    switch self {
    case .notImportable(let path, let reason):
      "\(PrintableText.sanitized(path.text)) cannot be imported: \(reason)."
    case .recordNotImportable(let path, let number, let name, let reason):
      "Sign-in \(number)\(Self.named(name)) of \(PrintableText.sanitized(path.text)) cannot be "
        + "imported: \(reason)."
    case .inKeyring(let path, let setting):
      "\(PrintableText.sanitized(path.text)) cannot be imported: \(setting.clause)."
    case .nothingNamed: "swop import needs FILE."
    case .tokenUsed(let title, _):
      "\(title) was not imported: an earlier import has used up its refresh token."
    case .refused(let title, _, let reason): "\(title) was not imported: \(reason)."
    case .uncertain(let title, _, let reason):
      "\(title) was not imported: its refresh token was sent and may be used up (\(reason))."
    case .notRenewed(let title, let reason):
      "\(title) was not imported: it could not be renewed (\(reason))."
    case .kept(let title, let cause):
      "\(title) was renewed, but not imported yet: \(cause.message)"
    case .wrongPassphrase(let path):
      "The passphrase does not open \(PrintableText.sanitized(path.text)), or the file was changed."
    case .noSealer(let reason): "An encrypted export cannot be made or read here: \(reason)."
    case .shortPassphrase(let minimum): "The passphrase has fewer than \(minimum) characters."
    case .labelForMany(let count): "One label was given for \(count) sign-ins."
    case .exists(let path): "\(PrintableText.sanitized(path.text)) already exists."
    case .nothingToExport: "No account has a sign-in to export."
    case .file(let error): error.message
    case .cancelled: "The import was cancelled."
    }
  }

  var remedy: String? {
    switch self {
    case .recordNotImportable: "Sign in to it again there, or here: swop add LABEL"
    case .inKeyring: "Sign in again for swop; codex keeps its own sign-in: swop add LABEL"
    case .tokenUsed(_, let label), .refused(_, let label, _), .uncertain(_, let label, _):
      "Sign in to it instead: swop add \(ShellWord.quoted(label))"
    case .notRenewed: "Try again later; its refresh token was not used up."
    case .nothingNamed: "See how it is used: swop import --help"
    case .kept: "Its new session is kept. Finish the import with: swop import"
    case .notImportable:
      "Name an auth.json, a folder of them, another manager's account file, or an export of swop."
    case .wrongPassphrase: "Try again; nothing was imported."
    case .noSealer:
      "Install libsodium (on Debian and Ubuntu: sudo apt install libsodium23), and try again."
    case .shortPassphrase: "Anyone with the file can try passphrases: choose a long one."
    case .labelForMany: "Leave --as out; labels are made from the addresses."
    case .exists: "Name another file, or add --force."
    case .nothingToExport: "See what there is: swop status"
    case .file(let error): error.remedy
    case .cancelled: nil
    }
  }

  var outcome: FailureOutcome {
    switch self {
    case .notImportable, .inKeyring, .nothingNamed, .wrongPassphrase, .shortPassphrase,
      .labelForMany, .exists:
      .usage
    case .recordNotImportable, .tokenUsed, .refused, .uncertain, .notRenewed, .kept, .noSealer,
      .nothingToExport, .file:
      .failed
    case .cancelled: .interrupted
    }
  }

  private static func named(_ name: String?) -> String {
    name.map { " (\(PrintableText.shortened($0, to: 60)))" } ?? ""
  }

  /// The least that a passphrase may have, in characters.
  static let passphraseMinimum = 8
}
