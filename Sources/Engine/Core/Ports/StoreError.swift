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
  /// The disk has room, but no inodes left.
  case noInodes(path: FilePath)
  /// The disk may not be written.
  case readOnly(path: FilePath)
  /// A database of codex is damaged.
  case codexDamaged(path: FilePath, detail: String)
  /// It cannot be opened or written.
  case unusable(path: FilePath, detail: String)

  package var code: String {
    switch self {
    case .damaged: "store_damaged"
    case .codexDamaged: "codex_database_damaged"
    case .tooNew: "store_too_new"
    case .busy: "store_busy"
    case .full, .noInodes: "store_full"
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
    case .noInodes(let path): "The disk that holds \(path) has no inodes left."
    case .codexDamaged(let path, let detail):
      "Codex's list of conversations, \(path), is damaged: \(detail)."
    case .readOnly(let path):
      "The state database \(path) cannot be written: the disk is mounted read-only."
    case .unusable(let path, let detail): "The state database \(path) cannot be used: \(detail)."
    }
  }

  package var remedy: String? {
    switch self {
    case .damaged: "Set it aside and save what can be read; accounts stay: swop doctor --fix"
    case .codexDamaged:
      "Start codex once: it sets the file aside and makes the list again from its sessions folder. Names, pins "
        + "and archive marks may be lost, conversations are not. Codex says more: codex doctor"
    case .tooNew: "Update swop."
    case .busy: "Try again; if it stays, look for a stuck swop: pgrep -a swop"
    case .full: "Free some space on that disk and try again."
    case .noInodes: "Delete files on that disk and try again: df -i shows how many there are."
    case .readOnly(let path): FileError.readOnlyRemedy(path)
    case .unusable(let path, _): "Look at the owner and mode: ls -l \(path)"
    }
  }

  /// Whether what is in the database can be read although nothing can be written.
  package var isRefusalToWrite: Bool {
    switch self {
    case .full, .noInodes, .readOnly: true
    case .damaged, .codexDamaged, .tooNew, .busy, .unusable: false
    }
  }

  package var outcome: FailureOutcome {
    if case .busy = self { .busy } else { .failed }
  }
}
