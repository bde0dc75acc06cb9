import EngineCore

/// What a file that may hold sign-ins turned out to be.
package enum ImportDocument: Sendable {
  /// One record of a file: a sign-in, or why it is none.
  package typealias Record = Result<ImportableSignIn, DocumentFlaw>

  /// Records in the open, in their order; at least one.
  case open([Record])
  /// An export that a passphrase opens.
  case sealed(SealedExport)

  /// No file holds more sign-ins.
  static let signInLimit = 1_000
  /// The byte order mark that some editors put first.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads the bytes of a file, whatever program wrote it.
  ///
  /// - Throws: `DocumentFlaw` if the file as a whole is no list of sign-ins, or its only sign-in cannot be
  ///   used. What is wrong with one record of a list stands in its place.
  package init(_ bytes: [UInt8]) throws(DocumentFlaw) {
    let value: JSONValue
    do {
      let start = bytes.starts(with: Self.mark) ? Self.mark.count : 0
      value = try JSONReader.value(in: Array(bytes[start...]))
    } catch {
      throw DocumentFlaw(error.clause, error.kind == .cutShort ? .halfWritten : .unusable)
    }
    try self.init(value)
  }

  private init(_ value: JSONValue) throws(DocumentFlaw) {
    if let elements = value.elements {
      self = .open(try Self.records(elements, Self.signIn))
      return
    }
    guard value.members != nil else { throw DocumentFlaw("it is not a JSON object", .foreign) }
    if value["format"]?.text == ExportDocument.format {
      if let sealed = try SealedExport(document: value) {
        self = .sealed(sealed)
      } else {
        self = .open(try ExportDocument.records(in: value))
      }
    } else if let accounts = value["accounts"]?.elements {
      self = .open(try Self.records(accounts, Self.listedAccount))
    } else if OpenCodeDocument.isOne(value) {
      self = .open(try OpenCodeDocument.records(in: value))
    } else {
      self = .open([.success(try Self.signIn(value))])
    }
  }

  /// One sign-in as codex or CLIProxyAPI write it.
  private static func signIn(_ value: JSONValue) throws(DocumentFlaw) -> ImportableSignIn {
    if CPADocument.isOne(value) { return try CPADocument.signIn(value) }
    return ImportableSignIn(.codex, .whole(try wholeFile(value)))
  }

  /// One account of a list that codex-switcher or codex-multi-auth keep.
  private static func listedAccount(
    _ value: JSONValue
  ) throws(DocumentFlaw) -> ImportableSignIn {
    if value["auth_data"] != nil { return try SwitcherDocument.signIn(value) }
    if value["refreshToken"] == nil && (value["tokens"] != nil || value["refresh_token"] != nil) {
      return try signIn(value)
    }
    return try MultiAuthDocument.signIn(value)
  }

  /// A sign-in in codex's form that can become an account's, with nothing beside it.
  static func wholeFile(_ value: JSONValue) throws(DocumentFlaw) -> AuthFile {
    let file: AuthFile
    do {
      file = try AuthFile(value)
    } catch {
      throw DocumentFlaw(error.clause)
    }
    let isSignIn = ["tokens", "OPENAI_API_KEY", "auth_mode"].contains { value[$0] != nil }
    if let flaw = file.importFlaw { throw DocumentFlaw(flaw, isSignIn ? .unusable : .foreign) }
    return file.withoutExtras
  }

  /// Reads each record of a list; one that cannot be used does not block the others.
  static func records(
    _ values: [JSONValue], _ read: (JSONValue) throws(DocumentFlaw) -> ImportableSignIn
  ) throws(DocumentFlaw) -> [Record] {
    if values.isEmpty { throw DocumentFlaw("it holds no sign-in", .foreign) }
    if values.count > signInLimit {
      throw DocumentFlaw("it holds more than \(signInLimit) sign-ins")
    }
    return values.map { value in
      do throws(DocumentFlaw) {
        guard value.members != nil else { throw DocumentFlaw("it is not a JSON object") }
        return .success(try read(value))
      } catch {
        var flaw = error
        flaw.name = ["label", "name", "accountLabel", "email"].lazy
          .compactMap { value[$0]?.text }.first { !$0.isEmpty }
        return .failure(flaw)
      }
    }
  }
}
