import EngineCore

/// Reads what is to be imported: files and folders that belong to other programs, and are only read.
struct ImportReader: Sendable {
  /// A person's answer to the question for a passphrase.
  typealias Passphrase = @Sendable (FilePath) async throws -> Redacted<String>

  /// No file of sign-ins is larger, in bytes.
  private static let sizeLimit: Int64 = 16 << 20
  /// The pauses between attempts at a file that looks half-written.
  private static let pauses: [Duration] = [20, 60, 180].map { .milliseconds($0) }

  private let files: any FileSystem
  private let time: any TimeSource
  private let sealer: any PassphraseSealer

  /// A reader of files.
  init(files: any FileSystem, time: any TimeSource, sealer: any PassphraseSealer) {
    self.files = files
    self.time = time
    self.sealer = sealer
  }

  /// Every sign-in at a path: in the file, or in the files of the folder. What cannot be imported is in
  /// the result, and does not block the rest.
  ///
  /// - Parameters:
  ///   - path: a file or folder; links are followed, it is the user's own.
  ///   - passphrase: asked for an encrypted export.
  /// - Returns: At least one sign-in or failure.
  /// - Throws: What `passphrase` throws, and cancellation.
  func read(_ path: FilePath, passphrase: Passphrase) async throws -> ImportReading {
    var reading = ImportReading()
    do {
      let folder = ImportFolder(path: path, real: try files.resolve(path), files: files)
      guard try files.status(folder.real)?.kind == .folder else {
        let name = ImportFolder.vaultName(of: folder.real)
        try await readFile(folder.real, named: path, name: name, passphrase, into: &reading)
        return reading
      }
      if let file = try folder.standIn() {
        let name = ImportFolder.vaultName(of: folder.real / "auth.json")
        try await readFile(file, named: path, name: name, passphrase, into: &reading)
        return reading
      }
      for entry in try folder.entries() {
        try await readEntry(entry, into: &reading)
      }
      if reading.signIns.isEmpty && reading.failures.isEmpty {
        reading.fail(path, nothing(at: path, in: path, "it holds no sign-in"))
      }
    } catch let error as FileError {
      let folder = path.name == "auth.json" ? path.parent : path
      reading.fail(path, nothing(at: path, in: folder, error.clause))
    } catch let error as TransferError {
      reading.fail(path, error)
    }
    return reading
  }

  /// Reads a file that was named, whatever it holds.
  private func readFile(
    _ file: FilePath, named path: FilePath, name: String?, _ passphrase: Passphrase,
    into reading: inout ImportReading
  ) async throws {
    do {
      switch try await document(at: file) {
      case .open(let records): reading.add(records, from: path, name: name)
      case .sealed(let export):
        let words = try await passphrase(path)
        let records = try export.records(passphrase: words, sealer: sealer)
        reading.add(records, from: path, name: nil)
      }
    } catch let flaw as DocumentFlaw {
      reading.fail(path, .notImportable(path: path, reason: flaw.clause))
    } catch let error as SealingError {
      reading.fail(path, TransferError(error, path: path))
    } catch let error as FileError {
      reading.fail(path, .notImportable(path: path, reason: error.clause))
    }
  }

  /// Reads a file of a folder. A folder holds other things too: what is whole and holds no sign-in is
  /// left alone.
  private func readEntry(
    _ entry: ImportFolder.Entry, into reading: inout ImportReading
  ) async throws {
    do {
      let file = try files.resolve(entry.path)
      guard try files.status(file)?.kind == .file else { return }
      switch try await document(at: file) {
      case .open(let records):
        guard records.contains(where: { !$0.isForeign }) else { return }
        reading.add(records, from: entry.path, name: entry.name)
      case .sealed:
        let reason = "it is an encrypted export, which has to be named by itself"
        reading.fail(entry.path, .notImportable(path: entry.path, reason: reason))
      }
    } catch let flaw as DocumentFlaw {
      guard flaw.kind != .foreign else { return }
      reading.fail(entry.path, .notImportable(path: entry.path, reason: flaw.clause))
    } catch let error as FileError {
      reading.fail(entry.path, .notImportable(path: entry.path, reason: error.clause))
    }
  }

  /// Why there is nothing to import, which may be that codex keeps its sign-in elsewhere.
  private func nothing(
    at path: FilePath, in folder: FilePath, _ reason: String
  ) -> TransferError {
    if let setting = KeyringSetting(in: folder, files: files) {
      return .inKeyring(path: path, setting: setting)
    }
    return .notImportable(path: path, reason: reason)
  }

  private func document(at file: FilePath) async throws -> ImportDocument {
    for pause in Self.pauses {
      do {
        return try attempt(file)
      } catch let flaw as DocumentFlaw where flaw.kind == .halfWritten {
        try await time.sleep(for: pause)
      }
    }
    return try attempt(file)
  }

  private func attempt(_ file: FilePath) throws -> ImportDocument {
    guard let status = try files.status(file) else {
      throw DocumentFlaw("no such file or folder")
    }
    guard status.kind == .file else { throw DocumentFlaw("it is not a regular file") }
    guard status.size <= Self.sizeLimit else {
      throw DocumentFlaw("it has \(status.size) bytes, more than any list of sign-ins")
    }
    return try ImportDocument(Array(try files.read(file)))
  }
}

extension ImportDocument.Record {
  fileprivate var isForeign: Bool {
    switch self {
    case .success: false
    case .failure(let flaw): flaw.kind == .foreign
    }
  }
}

extension TransferError {
  /// What a failure to open or seal means for the file at `path`.
  init(_ error: SealingError, path: FilePath) {
    switch error {
    case .unavailable(let reason): self = .noSealer(reason: reason)
    case .noMemory: self = .noSealer(reason: "there is not enough memory to derive the key")
    case .wrongKey: self = .wrongPassphrase(path: path)
    }
  }
}

/// One sign-in that was read for importing.
struct ImportableSignIn: Hashable, Sendable {
  /// What it holds.
  enum Content: Hashable, Sendable {
    /// All that an account needs.
    case whole(AuthFile)
    /// A session that has to be renewed first.
    case pending(PendingSession)
  }

  /// The file it stands in.
  var source: FilePath
  /// Which program wrote it.
  let origin: SignInOrigin
  /// What it holds.
  let content: Content
  /// The name it had there, nil if it had none.
  var name: String?
  /// The person's address, nil if it is not known.
  let email: String?
  /// Whether it was switched on there.
  let isEnabled: Bool
  /// What stood beside it and has to come back on an export in the same form.
  let beside: Redacted<JSONValue>?

  /// A sign-in of its parts; the reader adds its source.
  init(
    _ origin: SignInOrigin, _ content: Content, name: String? = nil, email: String? = nil,
    isEnabled: Bool = true, beside: JSONValue? = nil
  ) {
    source = "."
    self.origin = origin
    self.content = content
    self.name = name
    self.isEnabled = isEnabled
    self.beside = beside.map { Redacted($0) }
    switch content {
    case .whole(let file): self.email = file.claims?.email ?? email
    case .pending(let session): self.email = email ?? session.email
    }
  }

  /// The digest of its refresh token, nil for an API key.
  var tokenDigest: String? {
    switch content {
    case .whole(let file): file.mode == .chatGPT ? file.credentialFingerprint : nil
    case .pending(let session): AuthFile.fingerprint(ofRefreshToken: session.refreshToken)
    }
  }

  /// How people are told which one is meant.
  var title: String {
    PrintableText.shortened(email ?? name ?? source.name, to: 60)
  }
}

/// Which program wrote a sign-in that is to be imported.
enum SignInOrigin: String, Hashable, Sendable, Codable {
  /// Codex itself, or an account switcher that copies its `auth.json`.
  case codex
  /// CLIProxyAPI: one flat JSON object a sign-in.
  case cliProxyAPI = "cpa"
  /// codex-multi-auth: one list of accounts.
  case multiAuth = "codex-multi-auth"
  /// codex-switcher: one list of accounts.
  case codexSwitcher = "codex-switcher"
  /// OpenCode: one object with a member for each provider.
  case openCode = "opencode"
  /// swop's own export.
  case swop
}
