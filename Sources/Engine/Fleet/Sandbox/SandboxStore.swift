package import EngineCore

/// Keeps sandboxes as they should be. Changes happen under the lock of the sandbox, so that two
/// processes never repair the same one at once.
package struct SandboxStore: Sendable {
  /// Where everything lies.
  package let layout: SandboxLayout
  private let files: any FileSystem
  private let locks: LockRoom
  private let time: any TimeSource

  private let patience: Duration

  /// The sandboxes of a root; `patience` is the longest wait for another process that repairs the same
  /// sandbox.
  package init(
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
  package func prepareRoot() throws(SandboxError) {
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
  package func prepare(
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
  package func inspect(
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
    // The pool is made by whoever needs it first; an account is made by a sign-in only.
    if kind == nil && place != .pool { throw .missing(path: folder.path) }
    for path in [folder.path, folder.codexHome, folder.home] {
      if let kind = try self.kind(of: path), kind != .folder { throw .notFolder(path: path) }
    }
    if try self.kind(of: folder.signInFile) == .link {
      throw .linkedSignIn(path: folder.signInFile)
    }
  }

  /// Refuses a shared home that cannot be a folder, before anything is made for it.
  package func requireSharedHome() throws(SandboxError) {
    if let fault = sharedHomeFault() { throw fault }
  }

  /// Why the shared home cannot be shared, nil if it can or does not exist yet.
  package func sharedHomeFault() -> SandboxError? {
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
