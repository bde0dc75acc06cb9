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
  package let operation: String
  /// Where.
  package let path: FilePath
  /// Why it failed.
  package let reason: Reason

  /// Who keeps this process out, where `reason` is `.notPermitted` and owner and mode tell.
  package let denial: FileDenial?

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
    case .notFound: "there is no such file or folder"
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
