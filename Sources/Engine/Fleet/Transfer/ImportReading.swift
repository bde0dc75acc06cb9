package import EngineCore

/// What was found in the files and folders of an import.
package struct ImportReading: Sendable {
  /// A file or record that cannot be imported.
  package struct Failure: Hashable, Sendable {
    /// How people know it: a name, an address or a file.
    package let title: String
    /// The file it stands in.
    package let source: FilePath
    /// Why.
    package let error: TransferError
  }

  /// The sign-ins, in the order of the files.
  package var signIns: [ImportableSignIn]
  /// What cannot be imported, in the same order.
  package var failures: [Failure]

  /// A reading of nothing.
  package init() {
    signIns = []
    failures = []
  }

  /// Adds what another file holds.
  package mutating func add(_ other: ImportReading) {
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
