package import EngineCore

/// Installs versions of codex side by side, through a package manager that is there, and changes between
/// them in one step. What runs keeps the version it was started with: nothing is ever written over.
package struct CodexInstaller: Sendable {
  /// A version that was put in place.
  package struct Outcome: Hashable, Sendable {
    /// The version that is used now.
    package let version: CodexVersion
    /// What fetched it, nil if it was there already.
    package let manager: PackageManager?
    /// Where its program is.
    package let program: FilePath
  }

  /// How long a package manager may take.
  private static let limit = Duration.seconds(1_800)

  /// What is installed.
  package let installed: InstalledCodex
  private let files: any FileSystem
  private let runner: any ProcessRunner
  private let random: any RandomSource
  private let locks: LockRoom
  private let environment: ProcessEnvironment
  private let check: CodexCheck

  /// An installer.
  ///
  /// - Parameters:
  ///   - folder: where versions are put.
  ///   - files: the disk.
  ///   - runner: starts package managers.
  ///   - random: names of passing folders.
  ///   - locks: one installs at a time.
  ///   - environment: the user's; package managers and their settings come from it.
  ///   - check: looks at what was fetched.
  package init(
    folder: FilePath, files: any FileSystem, runner: any ProcessRunner, random: any RandomSource,
    locks: LockRoom, environment: ProcessEnvironment, check: CodexCheck
  ) {
    installed = InstalledCodex(folder: folder, files: files)
    self.files = files
    self.runner = runner
    self.random = random
    self.locks = locks
    self.environment = environment
    self.check = check
  }

  /// Installs a version and uses it.
  ///
  /// - Parameters:
  ///   - version: which one; nil for the newest there is.
  ///   - manager: what fetches it; nil for the first one that is there.
  /// - Returns: The version that is used now.
  /// - Throws: `InstallError`; what was used before is used then as before.
  package func install(
    _ version: CodexVersion?, with manager: PackageManager?
  ) async throws(InstallError) -> Outcome {
    let lock = try await lock()
    defer { lock.release() }
    if let version, installed.isThere(version) { return try use(version, manager: nil) }
    let (manager, program) = try find(manager, for: version)
    let staging = installed.folder / (Self.stagingPrefix + Hexadecimal.text(random.bytes(8)))
    do {
      let found = try await fetch(version, with: manager, program, into: staging)
      try settle(staging, as: found)
      return try use(found, manager: manager)
    } catch {
      // What was half fetched is of no use; the error says what matters.
      try? files.removeTree(staging)
      throw error
    }
  }

  /// Uses another version that is installed.
  package func use(_ version: CodexVersion) async throws(InstallError) -> Outcome {
    let lock = try await lock()
    defer { lock.release() }
    guard installed.isThere(version) else {
      throw .notInstalled(version: version, installed: installed.versions)
    }
    return try use(version, manager: nil)
  }

  /// Uses the version that was used before.
  package func rollBack() async throws(InstallError) -> Outcome {
    let lock = try await lock()
    defer { lock.release() }
    guard let previous = installed.previous, previous != installed.current else {
      throw .noPrevious
    }
    return try use(previous, manager: nil)
  }

  /// Removes old versions.
  ///
  /// - Parameters:
  ///   - count: so many of the newest stay, and whatever is used, was used before, or runs.
  ///   - running: versions that run now.
  /// - Returns: What was removed.
  /// - Throws: `InstallError`.
  package func prune(
    keeping count: Int, running: Set<CodexVersion>
  ) async throws(InstallError) -> [CodexVersion] {
    let lock = try await lock()
    defer { lock.release() }
    let kept = Set([installed.current, installed.previous].compactMap(\.self)).union(running)
    let doomed = installed.versions.dropFirst(count).filter { !kept.contains($0) }
    do {
      for version in doomed { try files.removeTree(installed.folder(of: version)) }
    } catch {
      throw .file(error)
    }
    return doomed
  }

  private static let stagingPrefix = ".install-"

  private func lock() async throws(InstallError) -> any HeldLock {
    do {
      let lock = try await locks.acquire(
        .binaries, purpose: "installing codex", wait: .seconds(5))
      try clean()
      return lock
    } catch let error as LockError {
      throw .locked(error)
    } catch let error as FileError {
      throw .file(error)
    } catch {
      preconditionFailure("nothing else is thrown: \(error)")
    }
  }

  /// Removes what an installation left that died.
  private func clean() throws(FileError) {
    try files.createFolder(installed.folder, mode: .privateFolder)
    for name in try files.list(installed.folder)
    where name.hasPrefix(Self.stagingPrefix) || TemporaryName.matches(name) {
      try files.removeTree(installed.folder / name)
    }
  }

  private func use(
    _ version: CodexVersion, manager: PackageManager?
  ) throws(InstallError) -> Outcome {
    do {
      try installed.use(version, random: random)
    } catch {
      throw .file(error)
    }
    return Outcome(version: version, manager: manager, program: installed.program(of: version))
  }

  /// The manager and its program.
  private func find(
    _ wanted: PackageManager?, for version: CodexVersion?
  ) throws(InstallError) -> (PackageManager, FilePath) {
    if let wanted {
      guard let program = program(of: wanted) else { throw .missingManager(wanted) }
      if version != nil && !wanted.hasVersions { throw .noVersions(wanted) }
      return (wanted, program)
    }
    let fitting = PackageManager.allCases.filter { version == nil || $0.hasVersions }
    for manager in fitting {
      if let program = program(of: manager) { return (manager, program) }
    }
    throw .noManager
  }

  private func program(of manager: PackageManager) -> FilePath? {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { FilePath(String($0)) }
      .filter(\.isAbsolute)
    return manager.programs.lazy.flatMap { name in folders.lazy.map { $0 / name } }
      .first { files.mayAccess($0, .execute) && (try? files.resolve($0)) != nil }
  }

  /// Fetches codex into a folder and makes sure that it runs.
  private func fetch(
    _ version: CodexVersion?, with manager: PackageManager, _ program: FilePath,
    into staging: FilePath
  ) async throws(InstallError) -> CodexVersion {
    do {
      try files.createFolder(staging, mode: .privateFolder)
    } catch {
      throw .file(error)
    }
    try await run(program, manager.arguments(fetching: version, into: staging), manager)
    if manager == .homebrew { try await copyFromHomebrew(program, into: staging) }
    try linkProgram(of: manager, in: staging)
    let place = CodexPlaces.Place(
      path: staging / InstalledCodex.programName, origin: .installed)
    let candidate = await check.candidate(at: place)
    guard let binary = candidate.binary else {
      throw .unusable(reason: candidate.flaw ?? "it is not running")
    }
    if let version, binary.version != version {
      throw .otherVersion(wanted: version, found: binary.version)
    }
    return binary.version
  }

  private func run(
    _ program: FilePath, _ arguments: [Argument], _ manager: PackageManager
  ) async throws(InstallError) {
    let command = ProcessCommand(
      executable: program, arguments: arguments, environment: environment)
    do {
      let output = try await runner.run(command, limit: Self.limit)
      guard output.end == .exited(0) else {
        throw InstallError.failed(manager, detail: ManagerComplaint.clause(output))
      }
    } catch let error as InstallError {
      throw error
    } catch let error as ProcessError {
      throw .failed(manager, detail: PlainSentence.clause(error.message))
    } catch {
      preconditionFailure("nothing else is thrown: \(error)")
    }
  }

  /// Homebrew keeps one version; it is copied, so that its next update does not replace it.
  private func copyFromHomebrew(
    _ brew: FilePath, into staging: FilePath
  ) async throws(InstallError) {
    let link = brew.parent / "codex"
    guard let program = try? files.resolve(link) else { throw .noProgram(.homebrew) }
    let target = staging / "program"
    try await run(
      "/bin/cp", ["-p", Argument(program.text), Argument(target.text)], .homebrew)
  }

  /// Lets `codex` in the folder lead to the program that was fetched, and makes it and its companions
  /// executable: wheels do not carry that.
  private func linkProgram(
    of manager: PackageManager, in staging: FilePath
  ) throws(InstallError) {
    let places = manager == .homebrew ? ["program"] : manager.programPlaces
    guard let place = places.first(where: { files.exists(staging / $0) }) else {
      throw .noProgram(manager)
    }
    do {
      if manager == .pip {
        for folder in ["bin", "codex-path", "codex-resources"] {
          try makeExecutable(staging / "codex_cli_bin" / folder)
        }
      }
      try files.createLink(staging / InstalledCodex.programName, to: FilePath(place))
    } catch {
      throw .file(error)
    }
  }

  private func makeExecutable(_ folder: FilePath) throws(FileError) {
    guard try files.status(folder)?.kind == .folder else { return }
    for name in try files.list(folder) where try files.status(folder / name)?.kind == .file {
      try files.setMode(folder / name, FileMode(bits: 0o755))
    }
  }

  /// Puts what was fetched in its place. What lay there under the name cannot be run, or it would have
  /// been used.
  private func settle(_ staging: FilePath, as version: CodexVersion) throws(InstallError) {
    let place = installed.folder(of: version)
    do {
      if installed.isThere(version) { return try files.removeTree(staging) }
      try files.removeTree(place)
      try files.moveWithoutReplacing(staging, to: place)
    } catch {
      throw .file(error)
    }
  }
}
