package import EngineCore

/// A codex that can be run.
package struct CodexBinary: Hashable, Sendable {
  /// What kind of file it is.
  package enum Form: String, Hashable, Sendable, Codable {
    /// A program of this machine.
    case native
    /// A script that starts one, as npm installs it; it needs its interpreter on `PATH`.
    case script
  }

  /// The file to start, as it was found.
  package let path: FilePath
  /// The same file with every link resolved.
  package let realPath: FilePath
  /// How it was found.
  package let origin: CodexOrigin
  /// What kind of file it is.
  package let form: Form
  /// Its version.
  package let version: CodexVersion

  /// A binary with everything known of it.
  init(
    path: FilePath, realPath: FilePath, origin: CodexOrigin, form: Form, version: CodexVersion
  ) {
    self.path = path
    self.realPath = realPath
    self.origin = origin
    self.form = form
    self.version = version
  }

  /// What its version can do.
  package var abilities: CodexAbilities { CodexAbilities(version) }
}

/// No codex can be run.
package enum CodexBinaryError: EngineError, Hashable {
  /// There is none anywhere.
  case notFound
  /// The one that was named, or every one that was found, cannot be run; `reason` is one clause.
  case unusable(path: FilePath, origin: CodexOrigin, reason: String)
  /// The newest one found is older than swop runs.
  case tooOld(path: FilePath, version: CodexVersion)

  package var code: String {
    switch self {
    case .notFound: "codex_missing"
    case .unusable: "codex_unusable"
    case .tooOld: "codex_too_old"
    }
  }

  package var message: String {
    switch self {
    case .notFound: "codex is not installed, or not where swop looks."
    case .unusable(let path, let origin, let reason):
      "The codex at \(Self.shown(path)) (\(origin.phrase)) cannot be used: \(reason)."
    case .tooOld(let path, let version):
      "The codex at \(Self.shown(path)) has version \(version); "
        + "swop needs \(CodexAbilities.minimum) or newer."
    }
  }

  package var remedy: String? {
    switch self {
    case .notFound: "Install it: swop binary install (or: npm install --global @openai/codex)"
    case .unusable(_, let origin, _):
      switch origin {
      case .option: "Name another file with --codex-bin, or leave it out."
      case .variable: "Name another file in SWOP_CODEX_BIN, or unset it."
      case .setting: "Change it: swop config set codex.path PATH"
      case .installed, .searchPath, .usualPlace:
        "Look at every candidate: swop binary path --all"
      }
    case .tooOld: "Update it: npm install --global @openai/codex@latest (or: brew upgrade codex)"
    }
  }

  package var outcome: FailureOutcome { .codexUnusable }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }
}
