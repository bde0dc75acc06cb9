package import EngineKernel

/// Sign-ins cannot be imported or exported. Nothing was changed.
package enum TransferError: EngineError, Hashable {
  /// What was named holds nothing to import; `reason` is one clause.
  case notImportable(path: FilePath, reason: String)
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

  package var code: String {
    switch self {
    case .notImportable: "not_importable"
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

  package var message: String {
    switch self {
    case .notImportable(let path, let reason):
      "\(PrintableText.sanitized(path.text)) cannot be imported: \(reason)."
    case .wrongPassphrase(let path):
      "The passphrase does not open \(PrintableText.sanitized(path.text)), or the file was changed."
    case .noSealer(let reason): "An encrypted export cannot be made or read here: \(reason)."
    case .shortPassphrase(let minimum): "The passphrase has fewer than \(minimum) characters."
    case .labelForMany(let count): "One label was given for \(count) sign-ins."
    case .exists(let path): "There is a \(PrintableText.sanitized(path.text)) already."
    case .nothingToExport: "There is no account whose sign-in could be exported."
    case .file(let error): error.message
    case .cancelled: "The import was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .notImportable:
      "Name an auth.json, a folder of them, another manager's account file, or an export of swop."
    case .wrongPassphrase: "Try again; nothing was imported."
    case .noSealer:
      "Install libsodium (on Debian and Ubuntu: sudo apt install libsodium23), and try again."
    case .shortPassphrase: "Whoever has the file can try passphrases: choose a long one."
    case .labelForMany: "Leave --as out; labels are made from the addresses."
    case .exists: "Name another file, or add --force."
    case .nothingToExport: "See what there is: swop status"
    case .file(let error): error.remedy
    case .cancelled: nil
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .notImportable, .wrongPassphrase, .shortPassphrase, .labelForMany, .exists: .usage
    case .noSealer, .nothingToExport, .file: .failed
    case .cancelled: .interrupted
    }
  }

  /// The least that a passphrase may have, in characters.
  package static let passphraseMinimum = 8
}
