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
  package init(
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
