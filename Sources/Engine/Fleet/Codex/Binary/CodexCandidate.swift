package import EngineCore

/// One place where a codex might be, and what became of it.
package struct CodexCandidate: Hashable, Sendable {
  /// Whether a candidate can be run.
  package enum Verdict: Hashable, Sendable {
    /// It can.
    case usable(CodexBinary)
    /// Nothing is there.
    case absent
    /// It cannot; one clause says why.
    case unusable(String)
    /// It is older than swop runs.
    case tooOld(CodexVersion)
  }

  /// The file.
  package let path: FilePath
  /// How it was found.
  package let origin: CodexOrigin
  /// What became of it.
  package let verdict: Verdict

  /// A candidate of its parts.
  package init(path: FilePath, origin: CodexOrigin, verdict: Verdict) {
    self.path = path
    self.origin = origin
    self.verdict = verdict
  }

  /// The binary, if it can be run.
  package var binary: CodexBinary? {
    if case .usable(let binary) = verdict { binary } else { nil }
  }

  /// Why it cannot be run, as one clause; nil if it can.
  package var flaw: String? {
    switch verdict {
    case .usable: nil
    case .absent: "there is no such file"
    case .unusable(let reason): reason
    case .tooOld(let version):
      "its version \(version) is older than \(CodexAbilities.minimum), the oldest that swop runs"
    }
  }
}
