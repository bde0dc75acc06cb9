package import EngineCore

/// A codex and the home it is to work in: everything needed to start it there.
package struct CodexHome: Sendable {
  /// Which codex.
  package let binary: CodexBinary
  /// Its `CODEX_HOME`.
  package let folder: FilePath
  /// Its environment; `CODEX_HOME` in it is always `folder`.
  package let environment: ProcessEnvironment
  /// Flags before every subcommand, for example the backend's address.
  package let flags: [Argument]

  /// A home of its parts.
  package init(
    binary: CodexBinary, folder: FilePath, environment: ProcessEnvironment, flags: [Argument] = []
  ) {
    self.binary = binary
    self.folder = folder
    var environment = environment
    environment["CODEX_HOME"] = folder.text
    self.environment = environment
    self.flags = flags
  }

  /// A command of codex in this home. Its sign-in is always the file: a shared configuration may ask
  /// for the keyring, which would delete `auth.json`.
  package func command(
    _ arguments: [Argument], input: Redacted<[UInt8]>? = nil
  ) -> ProcessCommand {
    ProcessCommand(
      executable: binary.path,
      arguments: ["-c", "cli_auth_credentials_store=\"file\""] + flags + arguments,
      environment: environment, directory: folder, input: input)
  }

  /// Where its sign-in lies.
  package var authFile: FilePath { folder / "auth.json" }
}
