package import EngineCore

/// Keeps sandboxes as they should be. Changes happen under the lock of the sandbox, so that two
/// processes never repair the same one at once.
struct SandboxStore: Sendable {
  /// Where everything is.
  let layout: SandboxLayout
  private let files: any FileSystem
  private let locks: LockRoom
  private let time: any TimeSource

  private let patience: Duration

  /// The sandboxes of a root; `patience` is the longest wait for another process that repairs the same
  /// sandbox.
  init(
    layout: SandboxLayout, files: any FileSystem, locks: LockRoom, time: any TimeSource,
    patience: Duration = .seconds(10)
  ) {
    self.layout = layout
    self.files = files
    self.locks = locks
    self.time = time
    self.patience = patience
  }

  /// Creates the folders of the root that are missing, and closes the root to others.
  func prepareRoot() throws(SandboxError) {
    do {
      for folder in layout.folders { try files.createFolder(folder, mode: .privateFolder) }
      if let status = try files.status(layout.root), status.kind == .folder,
        status.mode != .privateFolder
      {
        try files.setMode(layout.root, .privateFolder)
      }
    } catch {
      throw .file(error)
    }
  }

  /// Makes a sandbox ready for a run: missing links, permissions, and what took the place of a link.
  ///
  /// Takes no lock when there is nothing to do.
  ///
  /// - Parameters:
  ///   - place: which sandbox.
  ///   - mode: how far it is kept apart.
  ///   - sharesHistory: whether the codex that will run may share conversations.
  /// - Returns: What was found, repaired or left; `isNoteworthy` says what a person wants to hear.
  /// - Throws: `SandboxError`.
  func prepare(
    _ place: SandboxPlace, mode: IsolationMode, sharesHistory: Bool
  ) async throws(SandboxError) -> [SandboxFinding] {
    if mode == .relaxed { try requireSharedHome() }
    let first = try inspect(place, mode: mode, sharesHistory: sharesHistory)
    guard first.contains(where: \.isRepairable) || needsSharedHome(mode) else { return first }
    let lock = try await acquire(place.lock, purpose: "preparing the sandbox \(place.name)")
    defer { lock.release() }
    // Another process may have repaired, or moved the sandbox away, in the meantime.
    try requireSandbox(place)
    let repair = SandboxRepair(place: place, layout: layout, files: files, now: time.now())
    do {
      if mode == .relaxed {
        try files.createFolder(layout.sharedHome, mode: .privateFolder)
      }
      let findings = try inspection(place, mode, sharesHistory).findings()
      return try findings.map { finding throws(FileError) in try repair.repair(finding) }
    } catch {
      throw .file(error)
    }
  }

  /// What is not as it should be. Changes nothing and takes no lock.
  func inspect(
    _ place: SandboxPlace, mode: IsolationMode, sharesHistory: Bool
  ) throws(SandboxError) -> [SandboxFinding] {
    try requireSandbox(place)
    do {
      return try inspection(place, mode, sharesHistory).findings()
    } catch {
      throw .file(error)
    }
  }

  private func inspection(
    _ place: SandboxPlace, _ mode: IsolationMode, _ sharesHistory: Bool
  ) -> SandboxInspection {
    SandboxInspection(
      folder: layout.folder(of: place), mode: mode, sharesHistory: sharesHistory,
      layout: layout, files: files)
  }

  /// Refuses what must not be repaired by guessing: a sandbox that is gone, and a linked sign-in.
  private func requireSandbox(_ place: SandboxPlace) throws(SandboxError) {
    let folder = layout.folder(of: place)
    let kind = try kind(of: folder.path)
    // The pool is made by the first that needs it; an account is made by a sign-in only.
    if kind == nil && place != .pool { throw .missing(path: folder.path) }
    for path in [folder.path, folder.codexHome, folder.home] {
      if let kind = try self.kind(of: path), kind != .folder { throw .notFolder(path: path) }
    }
    if try self.kind(of: folder.signInFile) == .link {
      throw .linkedSignIn(path: folder.signInFile)
    }
  }

  /// Refuses a shared home that cannot be a folder, before anything is made for it.
  func requireSharedHome() throws(SandboxError) {
    if let fault = sharedHomeFault() { throw fault }
  }

  /// Why the shared home cannot be shared, nil if it can or does not exist yet.
  func sharedHomeFault() -> SandboxError? {
    SandboxError.fault(ofSharedHome: layout.sharedHome, files: files)
  }

  private func kind(of path: FilePath) throws(SandboxError) -> FileStatus.Kind? {
    do {
      return try files.status(path)?.kind
    } catch {
      throw .file(error)
    }
  }

  private func needsSharedHome(_ mode: IsolationMode) -> Bool {
    mode == .relaxed && !files.exists(layout.sharedHome)
  }

  private func acquire(
    _ name: LockName, purpose: String
  ) async throws(SandboxError) -> any HeldLock {
    do {
      return try await locks.acquire(name, purpose: purpose, wait: patience)
    } catch {
      throw .locked(error)
    }
  }
}

/// A sandbox cannot be used.
package enum SandboxError: EngineError, Hashable {
  /// A file or folder of it cannot be used.
  case file(FileError)
  /// Another process holds it.
  case locked(LockError)
  /// There is no such sandbox.
  case missing(path: FilePath)
  /// The sign-in is a link: codex would write through it into whatever it points at.
  case linkedSignIn(path: FilePath)
  /// The shared home is a link to nothing.
  case sharedHomeDangling(path: FilePath, target: FilePath)
  /// The shared home is something else than a folder.
  case sharedHomeNotFolder(path: FilePath)
  /// The path of the shared home has more bytes than codex's databases can have in theirs.
  case sharedHomeTooLong(path: FilePath, limit: Int)
  /// Something that is not a folder is where a folder of the sandbox has to be.
  case notFolder(path: FilePath)

  package var code: String {
    switch self {
    case .file: "file"
    case .locked(let error): error.code
    case .missing: "sandbox_missing"
    case .linkedSignIn: "sign_in_is_link"
    case .notFolder: "sandbox_damaged"
    case .sharedHomeDangling, .sharedHomeNotFolder, .sharedHomeTooLong: "shared_home_unusable"
    }
  }

  package var message: String {
    switch self {
    case .file(let error): error.message
    case .locked(let error): error.message
    case .missing(let path): "The sandbox \(path) does not exist."
    case .linkedSignIn(let path):
      "The sign-in \(path) is a link, so that this account would write into another place."
    case .sharedHomeDangling(let path, let target):
      "\(Self.shown(path)), which accounts share, is a link to \(Self.shown(target)), which does not exist."
    case .sharedHomeNotFolder(let path):
      "\(Self.shown(path)), which accounts share, is not a folder."
    case .sharedHomeTooLong(let path, let limit):
      "The path of \(Self.shown(path)), which accounts share, has \(path.text.utf8.count) bytes; codex cannot "
        + "open its databases where it has more than \(limit)."
    case .notFolder(let path): "\(path) has to be a folder of the sandbox, and is none."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .locked(let error): error.remedy
    case .missing: "See what there is: swop status"
    case .linkedSignIn(let path):
      "Replace the link by its own file, or sign in again: rm \(ShellWord.quoted(path.text))"
    case .sharedHomeDangling(let path, let target):
      "Make the folder: mkdir -p \(Self.quoted(target)). Or remove the link: rm \(Self.quoted(path))"
    case .sharedHomeNotFolder(let path):
      "Move it away: mv \(Self.quoted(path)) \(Self.quoted(path)).old. Or share another folder: "
        + "swop config set codex.home FOLDER"
    case .sharedHomeTooLong:
      "Share a folder with a shorter path: swop config set codex.home FOLDER"
    case .notFolder(let path):
      "Move it away and try again: mv \(ShellWord.quoted(path.text)) "
        + ShellWord.quoted(path.text + ".old")
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .locked(let error): error.outcome
    case .file, .missing, .linkedSignIn, .notFolder, .sharedHomeDangling, .sharedHomeNotFolder,
      .sharedHomeTooLong:
      .failed
    }
  }

  /// SQLite opens no file whose path, with that of its journal, has more than 512 bytes.
  static let sharedHomeLimit = 512 - "/thread_history_1.sqlite-journal".utf8.count

  /// Why a folder cannot be the shared home, nil if it can or does not exist yet.
  package static func fault(ofSharedHome path: FilePath, files: any FileSystem) -> SandboxError? {
    do throws(FileError) {
      guard path.text.utf8.count <= sharedHomeLimit else {
        return .sharedHomeTooLong(path: path, limit: sharedHomeLimit)
      }
      guard let status = try files.status(path), status.kind != .folder else { return nil }
      guard status.kind == .link else { return .sharedHomeNotFolder(path: path) }
      guard let resolved = try? files.resolve(path) else {
        let target = try files.linkTarget(path)
        return .sharedHomeDangling(
          path: path, target: target.isAbsolute ? target : path.parent / target.text)
      }
      return try files.status(resolved)?.kind == .folder ? nil : .sharedHomeNotFolder(path: path)
    } catch {
      return .file(error)
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }

  private static func quoted(_ path: FilePath) -> String { ShellWord.quoted(shown(path)) }
}

/// Copies what people configured in `~/.codex` into a sandbox that is kept apart: the configuration
/// entries of the sharing list and nothing else, so never a sign-in or a conversation.
///
/// Links are left out wherever they are: a copy that follows one could take in anything.
package struct ConfigurationCopy: Sendable {
  private let source: FilePath
  private let files: any FileSystem

  /// A copy of what is in `sharedHome`.
  init(from sharedHome: FilePath, files: any FileSystem) {
    source = sharedHome
    self.files = files
  }

  /// What will not be copied, for it is neither a file nor a folder, with the paths in the shared home.
  func leftOut() throws(FileError) -> [FilePath] {
    var paths: [FilePath] = []
    for name in try names() { try findLinks(source / name, &paths) }
    return paths
  }

  /// Copies everything into a new `CODEX_HOME`. Files are 0600, or 0700 where they are programs.
  ///
  /// - Throws: `FileError` at the first thing that cannot be read or written; what was copied until then
  ///   stays for the caller to remove.
  func copy(into home: FilePath) throws(FileError) {
    for name in try names() { try copy(source / name, to: home / name) }
  }

  /// The names of the shared home that people configure.
  private func names() throws(FileError) -> [String] {
    guard files.exists(source) else { return [] }
    let entries = SharingList.entries.filter { $0.condition == .always }
    return try files.list(source).filter { name in
      entries.contains { $0.covers(name) }
    }
  }

  private func copy(_ path: FilePath, to target: FilePath) throws(FileError) {
    guard let status = try files.status(path) else { return }
    switch status.kind {
    case .file:
      let isProgram = status.mode.bits & 0o100 != 0
      try files.replace(
        target, with: try files.read(path), mode: isProgram ? .privateFolder : .privateFile)
    case .folder:
      try files.createFolder(target, mode: .privateFolder)
      for name in try files.list(path) { try copy(path / name, to: target / name) }
    case .link, .socket, .other: break
    }
  }

  private func findLinks(_ path: FilePath, _ found: inout [FilePath]) throws(FileError) {
    switch try files.status(path)?.kind {
    case .folder: for name in try files.list(path) { try findLinks(path / name, &found) }
    case .link, .socket, .other: found.append(path)
    case .file, nil: break
    }
  }
}
