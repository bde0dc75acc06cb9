import EngineCore

extension AccountStore {
  /// An import that ended after it had a new session, and before there was an account.
  struct InterruptedImport: Sendable {
    /// Where the session is; it belongs to this process now.
    let staging: Staging
    /// What is known of it.
    let note: ImportNote
  }

  private static let noteName = "import.json"
  /// More than any sign-in takes, in bytes.
  private static let room = 1 << 15

  /// Gets a sign-in's place ready for a session that is about to be renewed: from now on no command clears
  /// the place away once a session is in it, and there is room for one on the disk.
  func prepareImport(
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
  func leave(_ staging: Staging) { staging.release() }

  /// The imports that were cut short, whose processes are gone.
  func interruptedImports() throws(AccountsError) -> [InterruptedImport] {
    var found: [InterruptedImport] = []
    for (id, note) in try notes() {
      guard let lock = try lockOfStaging(id) else { continue }
      let staging = Staging(id: id, sandbox: layout.staged(id), lock: lock)
      guard let session = session(in: id) else {
        staging.release()
        continue
      }
      // Written, but killed before it got its name.
      if session != staging.sandbox.signInFile {
        try withFiles { () throws(FileError) in
          try files.move(session, to: staging.sandbox.signInFile)
        }
      }
      found.append(InterruptedImport(staging: staging, note: note))
    }
    return found
  }

  /// What is known of imports that were cut short, as far as can be told without a lock.
  func interruptedImportNotes() throws(AccountsError) -> [ImportNote] {
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
    files.exists(layout.staged(id).path / Self.noteName) && session(in: id) != nil
  }

  /// The whole session in a place, whatever name it has; nil if there is none.
  private nonisolated func session(in id: String) -> FilePath? {
    let home = layout.staged(id).codexHome
    guard let names = try? files.list(home) else { return nil }
    return names.filter { $0 == "auth.json" || TemporaryName.matches($0) }.sorted().reversed()
      .map { home / $0 }.first { path in
        guard let data = try? files.read(path) else { return false }
        return (try? JSONDecoder().decode(AnyObject.self, from: data)) != nil
      }
  }

  /// A JSON object, whatever is in it: half of one is not one.
  private struct AnyObject: Decodable {
    private struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      _ = try decoder.container(keyedBy: Name.self)
    }
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

/// What an import knows of a sign-in that it is about to renew. It is written into the sign-in's staging
/// folder before the server is asked, so that a crash after the answer does not lose the new session.
struct ImportNote: Hashable, Sendable, Codable {
  /// The label that was asked for, nil if one is to be made.
  var label: String?
  /// The name it had in its file.
  var name: String?
  /// The person's address.
  var email: String?
  /// Whether it was switched on there.
  var isEnabled: Bool
  /// The file it came from.
  var source: FilePath
  /// Which program wrote it.
  var origin: String
  /// The digest of the refresh token that is spent for it.
  var tokenDigest: String
}
