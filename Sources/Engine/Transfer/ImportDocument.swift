import EngineCodex
import EngineKernel

/// What a file that may hold sign-ins turned out to be.
package enum ImportDocument: Sendable {
  /// Sign-ins in the open.
  case open([ImportableSignIn])
  /// An export that a passphrase opens.
  case sealed(SealedExport)

  /// No file holds more sign-ins.
  static let signInLimit = 1_000

  /// Reads the bytes of a file, whatever program wrote it.
  ///
  /// - Throws: `DocumentFlaw` if it holds no sign-in, or one that cannot be used.
  package init(_ bytes: [UInt8]) throws(DocumentFlaw) {
    let value: JSONValue
    do {
      value = try JSONReader.value(in: bytes)
    } catch {
      throw DocumentFlaw(error.clause, mayBeHalfWritten: error.kind == .cutShort)
    }
    try self.init(value)
  }

  private init(_ value: JSONValue) throws(DocumentFlaw) {
    if let elements = value.elements {
      try Self.checkCount(elements.count)
      self = .open(try Self.each(elements, Self.signIn))
      return
    }
    guard value.members != nil else { throw DocumentFlaw("it is not a JSON object") }
    if value["format"]?.text == ExportDocument.format {
      if let sealed = try SealedExport(document: value) {
        self = .sealed(sealed)
      } else {
        self = .open(try ExportDocument.signIns(in: value))
      }
    } else if let accounts = value["accounts"]?.elements, value["version"] != nil {
      try Self.checkCount(accounts.count)
      self = .open(try Self.each(accounts, MultiAuthDocument.signIn))
    } else {
      self = .open([try Self.signIn(value)])
    }
  }

  /// One sign-in as codex or CLIProxyAPI write it.
  private static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    if CPADocument.isOne(value) { return try CPADocument.signIn(value) }
    return ImportableSignIn(.codex, .whole(try wholeFile(value)))
  }

  /// A sign-in in codex's form that can become an account's, with nothing beside it.
  static func wholeFile(_ value: JSONValue) throws(DocumentFlaw) -> AuthFile {
    let file: AuthFile
    do {
      file = try AuthFile(value)
    } catch {
      throw DocumentFlaw(error.clause)
    }
    if let flaw = file.importFlaw { throw DocumentFlaw(flaw) }
    return file.withoutExtras
  }

  static func checkCount(_ count: Int) throws(DocumentFlaw) {
    if count == 0 { throw DocumentFlaw("it holds no sign-in") }
    if count > signInLimit { throw DocumentFlaw("it holds more than \(signInLimit) sign-ins") }
  }

  static func each(
    _ values: [JSONValue], _ read: (JSONValue) throws(DocumentFlaw) -> ImportableSignIn
  ) throws(DocumentFlaw) -> [ImportableSignIn] {
    var signIns: [ImportableSignIn] = []
    for (index, value) in values.enumerated() {
      do {
        signIns.append(try read(value))
      } catch {
        throw DocumentFlaw("of its sign-in \(index + 1), \(error.clause)")
      }
    }
    return signIns
  }
}
