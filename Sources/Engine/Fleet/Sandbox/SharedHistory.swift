import EngineCore

/// The conversation databases that relaxed sandboxes share, and their two traps: many first runs at once
/// lose rows, and a row dies with the sandbox whose path it stores (facts on shared history).
struct SharedHistory: Sendable {
  private let layout: SandboxLayout
  private let files: any FileSystem
  private let locks: LockRoom
  private let index: any ThreadIndex

  /// The longest wait for another process that sets the databases up.
  private static let patience = Duration.seconds(60)

  /// The shared databases of a layout's shared home.
  init(
    layout: SandboxLayout, files: any FileSystem, locks: LockRoom, index: any ThreadIndex
  ) {
    self.layout = layout
    self.files = files
    self.locks = locks
    self.index = index
  }

  /// Lets one codex of a version set the shared databases up before any other run of that version uses
  /// them. Versions migrate the databases, so each does it once.
  ///
  /// - Parameters:
  ///   - version: the version as text, for example `0.163.0`.
  ///   - start: starts codex's app-server once in the sandbox that is about to run, waits until it
  ///     answered, and frees the rows that it made from that sandbox's path (`rewriteRows`).
  /// - Throws: `SandboxError`, or what `start` throws; then the next run tries again.
  func initialise(for version: String, start: () async throws -> Void) async throws {
    if isInitialised(for: version) { return }
    let lock: any HeldLock
    do {
      lock = try await locks.acquire(
        .history, purpose: "setting up the shared conversations", wait: Self.patience)
    } catch {
      throw SandboxError.locked(error)
    }
    defer { lock.release() }
    if isInitialised(for: version) { return }
    try await start()
    try note(version)
  }

  /// Rewrites rows that lead through a sandbox, so that they stay when the sandbox moves.
  ///
  /// - Returns: How many rows were changed.
  @discardableResult
  func rewriteRows(of sandbox: SandboxFolder) throws(StoreError) -> Int {
    let home = sandbox.codexHome
    // Codex stores paths with links resolved; what another tool stored may not be.
    let shared = (try? files.resolve(layout.sharedHome)) ?? layout.sharedHome
    var changed = try index.rewritePaths(in: layout.sharedHome, from: home, to: shared)
    if let resolved = try? files.resolve(home), resolved != home {
      changed += try index.rewritePaths(in: layout.sharedHome, from: resolved, to: shared)
    }
    return changed
  }

  /// Leads rows to the shared home as it is now, once after each move of it: codex stores absolute paths,
  /// and finds no conversation whose path is gone.
  ///
  /// - Returns: How many rows were changed.
  @discardableResult
  func followMove() throws -> Int {
    let shared = (try? files.resolve(layout.sharedHome)) ?? layout.sharedHome
    guard let database = databaseIdentity, notes()?.home != shared.text else { return 0 }
    let changed = try rewriteLostRows()
    var noted = notes() ?? Notes(database: database, versions: [])
    noted.home = shared.text
    try write(noted)
    return changed
  }

  /// Rewrites rows whose file is gone from where they say, and is in the shared home under the same name.
  @discardableResult
  func rewriteLostRows() throws(StoreError) -> Int {
    let shared = (try? files.resolve(layout.sharedHome)) ?? layout.sharedHome
    return try index.rewriteLostPaths(in: layout.sharedHome, to: shared)
  }

  /// Whether this version has set up the databases that are there now.
  func isInitialised(for version: String) -> Bool {
    guard let state = databaseIdentity, let noted = notes() else { return false }
    return noted.database == state && noted.versions.contains(version)
  }

  private struct Notes: Codable {
    /// The inode of the database that was set up: a new one has to be set up again.
    var database: UInt64
    var versions: [String]
    /// Where the shared home was when the rows were last looked at, links resolved.
    var home: String?
  }

  private var notesFile: FilePath { layout.run / "history.json" }

  /// The newest `state_<number>.sqlite`; the number grows with codex's versions.
  private var databaseIdentity: UInt64? {
    let names = ((try? files.list(layout.sharedHome)) ?? []).filter {
      $0.hasPrefix("state_") && $0.hasSuffix(".sqlite")
    }
    func number(_ name: String) -> Int { Int(name.dropFirst(6).dropLast(7)) ?? 0 }
    guard let newest = names.max(by: { number($0) < number($1) }) else { return nil }
    return (try? files.status(layout.sharedHome / newest))?.inode
  }

  private func notes() -> Notes? {
    guard let data = try? files.read(notesFile) else { return nil }
    // Unreadable notes count as none: the databases are set up once more, which does no harm.
    return try? JSONDecoder().decode(Notes.self, from: data)
  }

  private func note(_ version: String) throws {
    // A codex without databases has nothing to be noted; its next run tries again.
    guard let database = databaseIdentity else { return }
    var noted = notes() ?? Notes(database: database, versions: [])
    if noted.database != database { noted = Notes(database: database, versions: []) }
    noted.versions = (noted.versions + [version]).suffix(20)
    try write(noted)
  }

  private func write(_ noted: Notes) throws {
    do {
      try files.createFolder(layout.run, mode: .privateFolder)
      try files.replace(notesFile, with: try JSONEncoder().encode(noted), mode: .privateFile)
    } catch let error as FileError {
      throw SandboxError.file(error)
    }
  }
}
