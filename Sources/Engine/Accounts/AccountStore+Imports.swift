import EngineKernel
import EngineSandbox

extension AccountStore {
  /// An import that ended after it had a new session, and before there was an account.
  package struct InterruptedImport: Sendable {
    /// Where the session is; it belongs to this process now.
    package let staging: Staging
    /// What is known of it.
    package let note: ImportNote
  }

  private static let noteName = "import.json"
  /// More than any sign-in takes, in bytes.
  private static let room = 1 << 15

  /// Gets a sign-in's place ready for a session that is about to be bought: from now on nobody clears the
  /// place away once a session is in it, and there is room for one on the disk.
  package func prepareImport(
    _ note: ImportNote, in staging: Staging
  ) throws(AccountsError) {
    let data: Data
    do {
      data = try JSONEncoder().encode(note)
    } catch {
      throw .damaged(path: staging.sandbox.path, detail: "it cannot be written as JSON")
    }
    try withFiles { () throws(FileError) in
      let reserve = staging.sandbox.codexHome / TemporaryName.reserved
      try files.replace(reserve, with: Data(count: Self.room), mode: .privateFile)
      try files.replace(
        staging.sandbox.path / Self.noteName, with: data, mode: .privateFile)
      try files.remove(reserve)
    }
  }

  /// Lets go of a place without removing what is in it: the next import finishes it.
  package func leave(_ staging: Staging) { staging.release() }

  /// The imports that were cut short, whose processes are gone.
  package func interruptedImports() throws(AccountsError) -> [InterruptedImport] {
    var found: [InterruptedImport] = []
    for (id, note) in try notes() {
      guard let lock = try lockOfStaging(id) else { continue }
      let staging = Staging(id: id, sandbox: layout.staged(id), lock: lock)
      if isInterruptedImport(id) {
        found.append(InterruptedImport(staging: staging, note: note))
      } else {
        staging.release()
      }
    }
    return found
  }

  /// What is known of imports that were cut short, as far as can be told without a lock.
  package func interruptedImportNotes() throws(AccountsError) -> [ImportNote] {
    var found: [ImportNote] = []
    for (id, note) in try notes() where isInterruptedImport(id) {
      let isBusy = try withFiles { () throws(FileError) in
        try isHeld(layout.staging / (id + ".lock"))
      }
      if !isBusy { found.append(note) }
    }
    return found
  }

  /// Whether a place holds a session that an import bought.
  nonisolated func isInterruptedImport(_ id: String) -> Bool {
    let sandbox = layout.staged(id)
    guard files.exists(sandbox.path / Self.noteName),
      let status = try? files.status(sandbox.signInFile)
    else { return false }
    return status.kind == .file && status.size > 0
  }

  private func notes() throws(AccountsError) -> [(id: String, note: ImportNote)] {
    let names = try withFiles { () throws(FileError) in
      files.exists(layout.staging) ? try files.list(layout.staging) : []
    }
    return names.compactMap { id in
      let path = layout.staging / id / Self.noteName
      guard let data = try? files.read(path),
        let note = try? JSONDecoder().decode(ImportNote.self, from: data)
      else { return nil }
      return (id, note)
    }
  }
}
