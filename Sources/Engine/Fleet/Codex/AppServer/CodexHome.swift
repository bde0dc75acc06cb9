import EngineCore

/// A codex and the home it is to work in: everything needed to start it there.
struct CodexHome: Sendable {
  /// Which codex.
  let binary: CodexBinary
  /// Its `CODEX_HOME`.
  let folder: FilePath
  /// Its environment; `CODEX_HOME` in it is always `folder`.
  let environment: ProcessEnvironment
  /// Flags before every subcommand, for example the backend's address.
  let flags: [Argument]

  /// A home of its parts.
  init(
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
  func command(
    _ arguments: [Argument], input: Redacted<[UInt8]>? = nil
  ) -> ProcessCommand {
    ProcessCommand(
      executable: binary.path,
      arguments: ["-c", "cli_auth_credentials_store=\"file\""] + flags + arguments,
      environment: environment, directory: folder, input: input)
  }

  /// Where its sign-in is.
  var authFile: FilePath { folder / "auth.json" }
}

/// Codex made ready for a sandbox outside a run: for sign-in, logout, quota and liveness.
struct CodexHomes: Sendable {
  let world: FleetConfiguration
  let layout: SandboxLayout
  let search: CodexSearch

  /// The codex to use: the first place that counts (spec: the codex binary). `option` is the value of
  /// `--codex-bin`, nil if it was not given.
  func binary(option: FilePath? = nil) async throws(CodexBinaryError) -> CodexBinary {
    try await search.resolve(places(option: option))
  }

  /// Where codex is looked for, in order.
  func places(option: FilePath?) -> CodexPlaces {
    CodexPlaces(
      option: option, setting: world.settings.codexPath,
      installed: InstalledCodex(folder: layout.binaries, files: world.files).places,
      environment: world.environment)
  }

  /// A codex that works in an account's sandbox, kept apart as far as its runs are.
  func home(of account: Account) async throws(CodexBinaryError) -> CodexHome {
    try await home(layout.sandbox(account.key), mode: world.mode(of: account))
  }

  /// A codex that works in a sandbox and shares nothing with others: only its identity is at stake.
  func home(
    _ sandbox: SandboxFolder, mode: IsolationMode = .relaxed
  ) async throws(CodexBinaryError) -> CodexHome {
    home(sandbox, mode: mode, binary: try await binary())
  }

  /// The same for a codex that was found already.
  func home(
    _ sandbox: SandboxFolder, mode: IsolationMode = .relaxed, binary: CodexBinary
  ) -> CodexHome {
    let addresses = world.addresses
    let use = SandboxUse(
      folder: sandbox, mode: mode, sharesHistory: false,
      chatGPTBaseURL: addresses.chatGPTOverride, authBaseURL: addresses.authOverride)
    let child = SandboxEnvironment(inherited: world.environment, use: use, layout: layout)
    return CodexHome(
      binary: binary, folder: sandbox.codexHome, environment: child.environment,
      flags: CodexFlags.direct(chatGPTBaseURL: addresses.chatGPTOverride))
  }
}
