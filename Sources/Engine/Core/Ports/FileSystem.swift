/// Files and folders. Calls are synchronous and short; nothing here follows a link unless it says so.
package protocol FileSystem: Sendable {
  /// The whole of a file, links followed.
  func read(_ path: FilePath) throws(FileError) -> Data

  /// Replaces or creates a file in one step: written beside, synchronised, renamed, and the folder
  /// synchronised. A reader sees the old bytes or the new ones.
  func replace(_ path: FilePath, with data: Data, mode: FileMode) throws(FileError)

  /// Creates a folder and its missing parents, each with `mode`. An existing folder is left alone.
  func createFolder(_ path: FilePath, mode: FileMode) throws(FileError)

  /// Renames a file or folder, and synchronises both parent folders. An existing target file is
  /// replaced; an existing folder that is not empty is an error.
  func move(_ path: FilePath, to target: FilePath) throws(FileError)

  /// As `move`, but an existing target is the error `.exists`.
  func moveWithoutReplacing(_ path: FilePath, to target: FilePath) throws(FileError)

  /// Removes a file or link. A missing one is the error `.notFound`.
  func remove(_ path: FilePath) throws(FileError)

  /// Removes a folder with everything in it, following no link. A missing one is not an error.
  func removeTree(_ path: FilePath) throws(FileError)

  /// The names in a folder, sorted.
  func list(_ folder: FilePath) throws(FileError) -> [String]

  /// What is at a path, links not followed; nil if nothing is.
  func status(_ path: FilePath) throws(FileError) -> FileStatus?

  /// What a link points at, as it is written.
  func linkTarget(_ path: FilePath) throws(FileError) -> FilePath

  /// Creates a symbolic link at `path`. An existing entry is the error `.exists`.
  func createLink(_ path: FilePath, to target: FilePath) throws(FileError)

  /// Creates a second name for a file.
  func createHardLink(_ path: FilePath, to target: FilePath) throws(FileError)

  /// Sets the permission bits.
  func setMode(_ path: FilePath, _ mode: FileMode) throws(FileError)

  /// The path with every link resolved.
  func resolve(_ path: FilePath) throws(FileError) -> FilePath

  /// Whether this process may do `access` there, links followed.
  func mayAccess(_ path: FilePath, _ access: FileAccess) -> Bool

  /// Takes the advisory lock on a file (created 0600 if missing) if no one holds it.
  ///
  /// The lock ends when the returned value is released or its process dies, whichever comes first.
  /// It is not inherited by children.
  ///
  /// - Returns: The lock, or nil if another holder, in this process or elsewhere, has it.
  func tryLock(_ path: FilePath) throws(FileError) -> (any HeldLock)?
}

extension FileSystem {
  /// Whether anything is at a path, links not followed. An unreadable parent counts as nothing.
  package func exists(_ path: FilePath) -> Bool {
    (try? status(path)) != nil
  }

  /// The whole of a file, nil if there is none.
  package func readIfPresent(_ path: FilePath) throws(FileError) -> Data? {
    do {
      return try read(path)
    } catch {
      if error.reason == .notFound { return nil }
      throw error
    }
  }
}

/// What a process wants to do with a file.
package enum FileAccess: Hashable, Sendable {
  case read, write, execute
}

/// Permission bits of a file or folder.
package struct FileMode: Hashable, Sendable, CustomStringConvertible {
  /// The bits, without the file type.
  package let bits: UInt16

  /// Takes permission bits.
  package init(bits: UInt16) {
    self.bits = bits & 0o7777
  }

  /// Read and write for the owner only: 0600.
  package static let privateFile = FileMode(bits: 0o600)
  /// All for the owner only: 0700.
  package static let privateFolder = FileMode(bits: 0o700)
  /// A file that everyone may read: 0644.
  static let sharedFile = FileMode(bits: 0o644)

  /// Whether only the owner of an entry in such a folder may replace it, as in `/tmp`.
  package var isSticky: Bool { bits & 0o1000 != 0 }

  /// Four octal digits, for example `0600`.
  package var description: String {
    let octal = String(bits, radix: 8)
    return String(repeating: "0", count: max(0, 4 - octal.count)) + octal
  }
}

/// What is at a path.
package struct FileStatus: Hashable, Sendable {
  /// The kinds of entries that matter to swop.
  package enum Kind: Hashable, Sendable {
    case file, folder, link, socket, other
  }

  /// What kind of entry it is.
  package let kind: Kind
  /// Its permission bits.
  package let mode: FileMode
  /// Its owner's number.
  package let owner: UInt32
  /// Its group's number.
  package let group: UInt32
  /// Its size in bytes.
  package let size: Int64
  /// When its content last changed.
  package let modifiedAt: Date
  /// Its inode, with the device one identity of the file.
  package let inode: UInt64
  /// The device it is on.
  package let device: UInt64
  /// How many names the file has.
  let linkCount: UInt64

  /// A status of its parts.
  package init(
    kind: Kind, mode: FileMode, owner: UInt32, group: UInt32 = 0, size: Int64, modifiedAt: Date,
    inode: UInt64, device: UInt64, linkCount: UInt64
  ) {
    self.kind = kind
    self.mode = mode
    self.owner = owner
    self.group = group
    self.size = size
    self.modifiedAt = modifiedAt
    self.inode = inode
    self.device = device
    self.linkCount = linkCount
  }
}

/// A file operation that failed.
package struct FileError: EngineError, Hashable {
  /// Why the system refused.
  package enum Reason: Hashable, Sendable {
    case notFound, exists, notPermitted, noSpace, noInodes, readOnly, notFolder, isFolder, notEmpty
    case tooManyLinks, notLink
    /// Anything else, with the system's own sentence.
    case other(String)
  }

  /// What was tried, as a verb: `read`, `replace`, `rename`.
  let operation: String
  /// Where.
  package let path: FilePath
  /// Why it failed.
  package let reason: Reason

  /// Who keeps this process out, where `reason` is `.notPermitted` and owner and mode tell.
  let denial: FileDenial?

  /// A failure of its parts.
  package init(operation: String, path: FilePath, reason: Reason, denial: FileDenial? = nil) {
    self.operation = operation
    self.path = path
    self.reason = reason
    self.denial = denial
  }

  /// Whether the disk takes nothing more, although what is on it can be read.
  package var isRefusalToWrite: Bool {
    switch reason {
    case .noSpace, .noInodes, .readOnly: true
    case .notFound, .exists, .notPermitted, .notFolder, .isFolder, .notEmpty, .tooManyLinks,
      .notLink, .other:
      false
    }
  }

  package var code: String { "file" }

  package var message: String { "Cannot \(operation) \(shownPath): \(clause)." }

  package var remedy: String? {
    switch reason {
    case .noInodes:
      "Delete files on that disk and try again: df -i shows how many there are. Nothing was lost."
    case .noSpace: "Free some space on that disk and try again; nothing was lost."
    case .notPermitted:
      denial?.remedy ?? "Look at the owner and mode: ls -ld \(ShellWord.quoted(shownPath))"
    case .readOnly: Self.readOnlyRemedy(path)
    default: nil
    }
  }

  /// What helps where nothing may be written.
  static func readOnlyRemedy(_ path: FilePath) -> String {
    let shown = ShellWord.quoted(PrintableText.sanitized(path.text))
    return "See what is mounted there: df \(shown). Or set SWOP_ROOT to a folder elsewhere."
  }

  /// Where and why, as one clause: `/home/ann/auth.json belongs to root`.
  package var located: String {
    guard let denial else { return "\(shownPath): \(clause)" }
    return denial.clause(about: "")
  }

  private var shownPath: String { PrintableText.sanitized(path.text) }

  /// Why, without the place, as part of a sentence that names it: `there is no such file or folder`.
  package var clause: String {
    switch reason {
    case .notFound: "no such file or folder"
    case .exists: "it exists already"
    case .notPermitted: denial?.clause(about: path) ?? "permission denied"
    case .noSpace: "the disk is full"
    case .noInodes: "the disk has no inodes left"
    case .readOnly: "the disk is mounted read-only"
    case .notFolder: "it is not a folder"
    case .isFolder: "it is a folder"
    case .notEmpty: "the folder is not empty"
    case .tooManyLinks: "too many links, or a loop of them"
    case .notLink: "it is not a link"
    case .other(let text): text
    }
  }
}

/// Why the system keeps this process from a file: whose it is, and its mode.
package struct FileDenial: Hashable, Sendable {
  /// What denies: the file itself, or a folder above it that may not be entered.
  let path: FilePath
  /// Whether `path` is a folder.
  let isFolder: Bool
  /// The name of its owner, the number where the system has no name for it.
  let owner: String
  /// Its permission bits.
  let mode: FileMode
  /// The name of the user that this process runs as.
  let user: String

  /// A denial of its parts.
  package init(path: FilePath, isFolder: Bool, owner: String, mode: FileMode, user: String) {
    self.path = path
    self.isFolder = isFolder
    self.owner = owner
    self.mode = mode
    self.user = user
  }

  /// Whether it belongs to another user.
  var isForeign: Bool { owner != user }

  /// Why, as part of a sentence that names `file`: `it belongs to root`.
  func clause(about file: FilePath) -> String {
    let subject = path == file ? "it" : PrintableText.sanitized(path.text)
    return isForeign ? "\(subject) belongs to \(owner)" : "\(subject) has mode \(mode)"
  }

  /// The command that lets this user in again.
  var remedy: String {
    let place = ShellWord.quoted(path.text)
    if !isForeign { return "Open it to yourself: chmod \(isFolder ? "u+rwx" : "600") \(place)" }
    // A folder of someone else's rarely holds only files of one's own.
    return "Make it yours again: sudo chown \(isFolder ? "-R " : "")\(user) \(place)"
  }
}
