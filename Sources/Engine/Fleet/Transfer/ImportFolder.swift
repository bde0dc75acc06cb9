import EngineCore

/// A folder whose sign-ins are to be imported: files beside each other, or a folder for each sign-in, as
/// caam keeps them in `vault/codex/NAME/auth.json`.
struct ImportFolder {
  /// A file that may hold sign-ins.
  struct Entry {
    /// The file, below the folder as it was named.
    let path: FilePath
    /// What a sign-in without a name of its own is called, nil if the place says nothing.
    let name: String?
  }

  /// The folder as it was named.
  let path: FilePath
  /// The folder itself, links resolved.
  let real: FilePath
  let files: any FileSystem

  /// No folder of sign-ins has more entries.
  private static let entryLimit = 5_000
  /// Lists of other programs that stand for the folder they are in.
  private static let standIns = ["auth.json", "openai-codex-accounts.json"]
  /// Folders of this name say where codex's files are, not whose.
  private static let homes: Set<String> = ["codex", "home", "vault"]

  /// The file that stands for the whole folder, links resolved; nil if there is none.
  func standIn() throws -> FilePath? {
    let names = try names(in: real)
    return try Self.standIns.first(where: names.contains).map { try files.resolve(real / $0) }
  }

  /// The files that may hold sign-ins.
  ///
  /// - Throws: `FileError`, and `TransferError` for a folder with too many entries.
  func entries() throws -> [Entry] {
    let names = try names(in: real)
    var entries = names.filter { $0.hasSuffix(".json") }
      .filter { !isFolder(real / $0) }.map { Entry(path: path / $0, name: nil) }
    for below in ["", "/codex", "/vault/codex"] {
      let folder = FilePath(real.text + below)
      guard below.isEmpty || isFolder(folder) else { continue }
      for name in try self.names(in: folder) where files.exists(folder / name / "auth.json") {
        let label = below.isEmpty && Self.homes.contains(name) ? nil : name
        entries.append(Entry(path: FilePath(path.text + below) / name / "auth.json", name: label))
      }
    }
    return entries
  }

  /// The name that caam's vault gives a sign-in by its place; nil for any other file.
  static func vaultName(of file: FilePath) -> String? {
    let folder = file.parent
    guard folder.parent.name == "codex", folder.parent.parent.name == "vault" else { return nil }
    return folder.name
  }

  /// The visible names, those that begin with `_` last: programs keep their own copies under them.
  private func names(in folder: FilePath) throws -> [String] {
    let names = try files.list(folder).filter { !$0.hasPrefix(".") }
    guard names.count <= Self.entryLimit else {
      throw TransferError.notImportable(
        path: path, reason: "it has more than \(Self.entryLimit) entries")
    }
    return names.filter { !$0.hasPrefix("_") } + names.filter { $0.hasPrefix("_") }
  }

  private func isFolder(_ path: FilePath) -> Bool {
    guard let real = try? files.resolve(path) else { return false }
    return (try? files.status(real))?.kind == .folder
  }
}

/// What was found in the files and folders of an import.
struct ImportReading: Sendable {
  /// A file or record that cannot be imported.
  struct Failure: Hashable, Sendable {
    /// How people know it: a name, an address or a file.
    let title: String
    /// The file it stands in.
    let source: FilePath
    /// Why.
    let error: TransferError
  }

  /// The sign-ins, in the order of the files.
  var signIns: [ImportableSignIn]
  /// What cannot be imported, in the same order.
  var failures: [Failure]

  /// A reading of nothing.
  init() {
    signIns = []
    failures = []
  }

  /// Adds what another file holds.
  mutating func add(_ other: ImportReading) {
    signIns += other.signIns
    failures += other.failures
  }

  /// Adds a file that cannot be imported.
  mutating func fail(_ path: FilePath, _ error: TransferError) {
    failures.append(
      Failure(title: PrintableText.shortened(path.text, to: 200), source: path, error: error))
  }

  /// Adds the records of a file.
  ///
  /// - Parameters:
  ///   - records: the records, in their order.
  ///   - path: the file, as it was named.
  ///   - name: what a sign-in without a name of its own is called.
  mutating func add(_ records: [ImportDocument.Record], from path: FilePath, name: String?) {
    for (index, record) in records.enumerated() {
      switch record {
      case .success(var signIn):
        signIn.source = path
        signIn.name = signIn.name ?? name
        signIns.append(signIn)
      case .failure(let flaw) where records.count == 1 && flaw.name == nil:
        fail(path, .notImportable(path: path, reason: flaw.clause))
      case .failure(let flaw):
        let error = TransferError.recordNotImportable(
          path: path, number: index + 1, name: flaw.name, reason: flaw.clause)
        let title = flaw.name ?? "sign-in \(index + 1)"
        failures.append(
          Failure(title: PrintableText.shortened(title, to: 60), source: path, error: error))
      }
    }
  }
}
