import EngineCore

/// An export that only its passphrase opens. Format, version and the terms of sealing stand in the open
/// and are covered by the seal: anyone who changes one of them makes the whole unreadable.
struct SealedExport: Hashable, Sendable {
  /// How it is sealed.
  let terms: SealingTerms
  /// The sealed document.
  let text: [UInt8]

  /// What deriving the key costs by default: 256 MiB gone over three times, about a second.
  static let cost = (memory: 256 << 20, passes: 3)
  private static let keyName = "argon2id13"
  private static let cipherName = "xchacha20poly1305-ietf"

  /// Seals a document.
  ///
  /// - Throws: `SealingError`.
  init(
    _ document: Redacted<JSONValue>, passphrase: Redacted<String>, sealer: any PassphraseSealer,
    random: any RandomSource, cost: (memory: Int, passes: Int) = Self.cost
  ) throws(SealingError) {
    guard
      let terms = SealingTerms(
        memory: cost.memory, passes: cost.passes, salt: random.bytes(SealingTerms.saltLength),
        nonce: random.bytes(SealingTerms.nonceLength))
    else { throw .noMemory }
    self.terms = terms
    text = try sealer.seal(
      Redacted(Array(JSONWriter.line(document.reveal()).utf8)),
      with: Redacted(Array(passphrase.reveal().utf8)), terms: terms, header: Self.header(terms))
  }

  /// Reads a document that may be a sealed one; nil if it stands in the open.
  init?(document value: JSONValue) throws(DocumentFlaw) {
    guard let sealed = value["sealed"] else { return nil }
    try ExportDocument.checkVersion(of: value)
    func bytes(_ name: String) throws(DocumentFlaw) -> [UInt8] {
      guard let text = sealed[name]?.text, let data = Data(base64Encoded: text) else {
        throw DocumentFlaw("its seal lacks \(name)")
      }
      return Array(data)
    }
    guard sealed["key"]?.text == Self.keyName, sealed["cipher"]?.text == Self.cipherName else {
      throw DocumentFlaw("it is sealed in a way that this swop does not know")
    }
    guard
      let terms = SealingTerms(
        memory: sealed["memory"]?.integer ?? 0, passes: sealed["passes"]?.integer ?? 0,
        salt: try bytes("salt"), nonce: try bytes("nonce"))
    else { throw DocumentFlaw("its seal asks for more than swop grants") }
    self.terms = terms
    text = try bytes("text")
  }

  /// The whole file.
  var data: Data {
    var sealed = Self.seal(terms)
    sealed["text"] = .string(Data(text).base64EncodedString())
    var document = Self.envelope
    document["sealed"] = sealed
    return Data(JSONWriter.pretty(document).utf8) + [0x0A]
  }

  /// The records inside.
  ///
  /// - Throws: `SealingError` for a wrong passphrase or a changed file; `DocumentFlaw` if what was sealed
  ///   is no export.
  func records(
    passphrase: Redacted<String>, sealer: any PassphraseSealer
  ) throws -> [ImportDocument.Record] {
    let plain = try sealer.open(
      text, with: Redacted(Array(passphrase.reveal().utf8)), terms: terms,
      header: Self.header(terms))
    guard case .open(let records) = try ImportDocument(plain.reveal()) else {
      throw DocumentFlaw("it is sealed twice")
    }
    return records
  }

  private static var envelope: JSONValue {
    ["format": .string(ExportDocument.format), "version": .number("\(ExportDocument.version)")]
  }

  private static func seal(_ terms: SealingTerms) -> JSONValue {
    [
      "key": .string(keyName), "memory": .number("\(terms.memory)"),
      "passes": .number("\(terms.passes)"),
      "salt": .string(Data(terms.salt).base64EncodedString()), "cipher": .string(cipherName),
      "nonce": .string(Data(terms.nonce).base64EncodedString()),
    ]
  }

  /// What the seal covers beside the text, spelled in one way.
  private static func header(_ terms: SealingTerms) -> [UInt8] {
    var document = envelope
    document["sealed"] = seal(terms)
    return Array(JSONWriter.line(document).utf8)
  }
}
