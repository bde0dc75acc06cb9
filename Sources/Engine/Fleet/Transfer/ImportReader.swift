package import EngineCore

/// Reads what is to be imported: files and folders that belong to other programs, and are only read.
package struct ImportReader: Sendable {
  /// A person's answer to the question for a passphrase.
  package typealias Passphrase = @Sendable (FilePath) async throws -> Redacted<String>

  /// No file of sign-ins is larger, in bytes.
  private static let sizeLimit: Int64 = 16 << 20
  /// The pauses between attempts at a file that looks half-written.
  private static let pauses: [Duration] = [20, 60, 180].map { .milliseconds($0) }

  private let files: any FileSystem
  private let time: any TimeSource
  private let sealer: any PassphraseSealer

  /// A reader of files.
  package init(files: any FileSystem, time: any TimeSource, sealer: any PassphraseSealer) {
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
  package func read(_ path: FilePath, passphrase: Passphrase) async throws -> ImportReading {
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
      throw DocumentFlaw("there is no such file or folder")
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
  package init(_ error: SealingError, path: FilePath) {
    switch error {
    case .unavailable(let reason): self = .noSealer(reason: reason)
    case .noMemory: self = .noSealer(reason: "there is not enough memory to derive the key")
    case .wrongKey: self = .wrongPassphrase(path: path)
    }
  }
}
