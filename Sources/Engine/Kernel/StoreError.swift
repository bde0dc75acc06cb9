/// The state database cannot be used.
package enum StoreError: EngineError, Hashable {
  /// The file is not a database, or is damaged.
  case damaged(path: FilePath, detail: String)
  /// A newer swop wrote it.
  case tooNew(path: FilePath, version: Int, supported: Int)
  /// Another process held it longer than the wait allows.
  case busy(path: FilePath)
  /// The disk is full.
  case full(path: FilePath)
  /// The disk may not be written.
  case readOnly(path: FilePath)
  /// It cannot be opened or written.
  case unusable(path: FilePath, detail: String)

  package var code: String {
    switch self {
    case .damaged: "store_damaged"
    case .tooNew: "store_too_new"
    case .busy: "store_busy"
    case .full: "store_full"
    case .readOnly, .unusable: "store_unusable"
    }
  }

  package var message: String {
    switch self {
    case .damaged(let path, let detail): "The state database \(path) is damaged: \(detail)."
    case .tooNew(let path, let version, let supported):
      "The state database \(path) has version \(version); this swop knows up to \(supported)."
    case .busy(let path): "The state database \(path) is held by another process."
    case .full(let path): "The disk that holds \(path) is full."
    case .readOnly(let path):
      "The state database \(path) cannot be written: the disk is mounted read-only."
    case .unusable(let path, let detail): "The state database \(path) cannot be used: \(detail)."
    }
  }

  package var remedy: String? {
    switch self {
    case .damaged(let path, _):
      "Move it away; readings and history start anew, accounts stay: mv \(path) \(path).damaged"
    case .tooNew: "Update swop."
    case .busy: "Try again; if it stays, look for a stuck swop: pgrep -a swop"
    case .full: "Free some space on that disk and try again."
    case .readOnly(let path): FileError.readOnlyRemedy(path)
    case .unusable(let path, _): "Look at the owner and mode: ls -l \(path)"
    }
  }

  package var outcome: FailureOutcome {
    if case .busy = self { .busy } else { .failed }
  }
}
