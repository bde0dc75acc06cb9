package import EngineCore

/// One sandbox's files, wherever the sandbox lies at the moment: in `accounts`, `staging` or `trash`.
package struct SandboxFolder: Hashable, Sendable {
  /// The folder itself, 0700.
  package let path: FilePath

  /// The sandbox in a folder.
  package init(_ path: FilePath) {
    self.path = path
  }

  /// What swop knows of the account, 0600.
  package var accountFile: FilePath { path / "meta.json" }
  /// What stood beside the sign-in in the file of another program that it came from, 0600.
  package var besideFile: FilePath { path / "beside.json" }
  /// The account's `CODEX_HOME`, 0700.
  package var codexHome: FilePath { path / "codex" }
  /// The sign-in, 0600; a regular file, never a link.
  package var signInFile: FilePath { codexHome / "auth.json" }
  /// `HOME` and the XDG folders in strict mode, 0700.
  package var home: FilePath { path / "home" }
}
