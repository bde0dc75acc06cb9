/// One thing in a `CODEX_HOME` that relaxed sandboxes share with `~/.codex`.
package struct SharedEntry: Hashable, Sendable {
  /// What kind of thing it is.
  package enum Kind: Hashable, Sendable {
    /// A file. It is linked even while it does not exist: codex reads a link to nothing as no file,
    /// and its first write arrives on the shared side (tried with 0.144.4, 0.156.0 and 0.163.0).
    case file
    /// A folder that codex only reads. Linked even while it does not exist.
    case readFolder
    /// A folder that codex writes into. It is created first, because codex cannot create a folder
    /// through a link to nothing.
    case writtenFolder
    /// Every file of the shared home whose name ends like this, as they come and go.
    case filesEnding
  }

  /// When it is shared.
  package enum Condition: Hashable, Sendable {
    /// In relaxed mode.
    case always
    /// In relaxed mode when the codex version may share conversations with others: 0.149.0 and newer
    /// resume each other's.
    case withHistory
  }

  /// What happens to the sandbox's own thing when a link has to take its place.
  package enum Displaced: Hashable, Sendable {
    /// It goes to the backup folder.
    case keptInBackup
    /// Its files move to the shared side; only what is there already goes to the backup folder.
    case merged
    /// Its lines are added to the shared file. Codex itself replaces such a link: deleting a
    /// conversation writes `session_index.jsonl` anew (seen with 0.144.4 and 0.163.0).
    case linesAdded
  }

  /// Its name in a `CODEX_HOME`; for `.filesEnding` the ending.
  package let name: String
  /// What kind of thing it is.
  package let kind: Kind
  /// When it is shared.
  package let condition: Condition
  /// What happens to the sandbox's own one.
  package let displaced: Displaced
  /// Why it is shared, one sentence for people.
  package let reason: String

  /// Whether a name in a `CODEX_HOME` is this entry, or one of its family of files.
  package func covers(_ name: String) -> Bool {
    switch kind {
    case .file, .readFolder, .writtenFolder: name == self.name
    case .filesEnding: name.hasSuffix(self.name) && name != self.name
    }
  }
}
