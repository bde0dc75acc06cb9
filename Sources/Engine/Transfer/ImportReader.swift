package import EngineKernel

/// Reads what is to be imported: files and folders that belong to other programs, and are only read.
package struct ImportReader: Sendable {
  /// A person's answer to the question for a passphrase.
  package typealias Passphrase = @Sendable (FilePath) async throws -> Redacted<String>

  /// No file of sign-ins is larger, in bytes.
  private static let sizeLimit: Int64 = 16 << 20
  /// No folder of sign-ins has more entries.
  private static let entryLimit = 5_000
  /// The pauses between attempts at a file that looks half-written.
  private static let pauses: [Duration] = [20, 60, 180].map { .milliseconds($0) }
  /// Lists of other programs that stand for the folder they lie in.
  private static let standIns = ["auth.json", "openai-codex-accounts.json"]

  private let files: any FileSystem
  private let time: any TimeSource
  private let sealer: any PassphraseSealer

  /// A reader of files.
  package init(files: any FileSystem, time: any TimeSource, sealer: any PassphraseSealer) {
    self.files = files
    self.time = time
    self.sealer = sealer
  }

  /// Every sign-in at a path: in the file, or in the files of the folder.
  ///
  /// - Parameters:
  ///   - path: a file or folder; links are followed, it is the user's own.
  ///   - passphrase: asked for an encrypted export.
  /// - Returns: At least one sign-in.
  /// - Throws: `TransferError`, and what `passphrase` throws.
  package func signIns(
    at path: FilePath, passphrase: Passphrase
  ) async throws -> [ImportableSignIn] {
    let real = try resolved(path, named: path)
    guard try kind(of: real, named: path) == .folder else {
      return try await signIns(in: real, named: path, passphrase)
    }
    let names = try inFile { () throws(FileError) in try files.list(real) }
    guard names.count <= Self.entryLimit else {
      throw TransferError.notImportable(
        path: path, reason: "it has more than \(Self.entryLimit) entries")
    }
    if let name = Self.standIns.first(where: names.contains) {
      return try await signIns(in: try resolved(real / name, named: path), named: path, passphrase)
    }
    var found: [ImportableSignIn] = []
    for name in names where name.hasSuffix(".json") && !name.hasPrefix(".") {
      // A folder holds other things too; what is no sign-in there is nobody's mistake.
      let entry = real / name
      guard let file = try? resolved(entry, named: entry),
        case .open(let signIns)? = try? await document(at: file)
      else { continue }
      found += signIns.map { $0.from(path / name) }
    }
    guard !found.isEmpty else {
      throw TransferError.notImportable(path: path, reason: "it holds no sign-in")
    }
    return found
  }

  private func signIns(
    in file: FilePath, named path: FilePath, _ passphrase: Passphrase
  ) async throws -> [ImportableSignIn] {
    do {
      switch try await document(at: file) {
      case .open(let signIns): return signIns.map { $0.from(path) }
      case .sealed(let export):
        let words = try await passphrase(path)
        return try export.signIns(passphrase: words, sealer: sealer).map { $0.from(path) }
      }
    } catch let flaw as DocumentFlaw {
      throw TransferError.notImportable(path: path, reason: flaw.clause)
    } catch let error as SealingError {
      throw TransferError(error, path: path)
    } catch let error as FileError {
      throw TransferError.notImportable(path: path, reason: error.clause)
    }
  }

  private func document(at file: FilePath) async throws -> ImportDocument {
    for pause in Self.pauses {
      do {
        return try attempt(file)
      } catch let flaw as DocumentFlaw where flaw.mayBeHalfWritten {
        try await time.sleep(for: pause)
      }
    }
    return try attempt(file)
  }

  private func attempt(_ file: FilePath) throws -> ImportDocument {
    guard let status = try files.status(file) else {
      throw DocumentFlaw("there is no such file or folder")
    }
    guard status.kind == .file else { throw DocumentFlaw("it is no file") }
    guard status.size <= Self.sizeLimit else {
      throw DocumentFlaw("it has \(status.size) bytes, more than any list of sign-ins")
    }
    return try ImportDocument(Array(try files.read(file)))
  }

  private func resolved(_ path: FilePath, named: FilePath) throws(TransferError) -> FilePath {
    do {
      return try files.resolve(path)
    } catch {
      throw .notImportable(path: named, reason: error.clause)
    }
  }

  private func kind(
    of path: FilePath, named: FilePath
  ) throws(TransferError) -> FileStatus.Kind? {
    do {
      return try files.status(path)?.kind
    } catch {
      throw .notImportable(path: named, reason: error.clause)
    }
  }

  private func inFile<Value>(
    _ body: () throws(FileError) -> Value
  ) throws(TransferError) -> Value {
    do {
      return try body()
    } catch {
      throw .file(error)
    }
  }
}

extension ImportableSignIn {
  fileprivate func from(_ path: FilePath) -> ImportableSignIn {
    var copy = self
    copy.source = path
    return copy
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
