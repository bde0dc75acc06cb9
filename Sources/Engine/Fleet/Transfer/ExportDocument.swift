import EngineCore

/// swop's own export: accounts with their sign-ins in one versioned object, in the open or sealed.
enum ExportDocument {
  /// What `format` says in every export.
  static let format = "swop-export"
  /// The version that this swop writes and reads.
  static let version = 1

  /// The document of some accounts, in the open.
  static func open(
    _ accounts: [ExportedAccount], at now: Date
  ) -> Redacted<JSONValue> {
    Redacted([
      "format": .string(format), "version": .number(String(version)),
      "created_at": .string(ClockText.stamp(now)),
      "accounts": .array(accounts.map(entry)),
    ])
  }

  /// One file in CLIProxyAPI's form, nil for an API key.
  static func cliProxyAPI(_ account: ExportedAccount) -> Redacted<Data>? {
    CPADocument.document(
      of: account.file, email: account.email, beside: account.beside?.reveal()
    ).map(data)
  }

  /// One file in codex's form.
  static func codex(_ account: ExportedAccount) -> Redacted<Data> {
    account.file.withoutExtras.data
  }

  /// The bytes of a document, for people's eyes.
  static func data(_ document: Redacted<JSONValue>) -> Redacted<Data> {
    data(document.reveal())
  }

  /// The records of a document in the open.
  static func records(in value: JSONValue) throws(DocumentFlaw) -> [ImportDocument.Record] {
    try checkVersion(of: value)
    guard let accounts = value["accounts"]?.elements else {
      throw DocumentFlaw("it has no list of accounts")
    }
    return try ImportDocument.records(accounts) { (entry) throws(DocumentFlaw) in
      guard let auth = entry["auth"] else { throw DocumentFlaw("it holds no sign-in") }
      return ImportableSignIn(
        .swop, .whole(try ImportDocument.wholeFile(auth)), name: entry["label"]?.text,
        email: entry["email"]?.text, isEnabled: entry["enabled"]?.boolean ?? true,
        beside: entry["beside"])
    }
  }

  static func checkVersion(of value: JSONValue) throws(DocumentFlaw) {
    guard let found = value["version"]?.integer else { throw DocumentFlaw("it has no version") }
    guard found <= version else {
      throw DocumentFlaw("it has version \(found), and this swop knows up to \(version)")
    }
    guard found >= 1 else { throw DocumentFlaw("its version is not a version") }
  }

  private static func entry(_ account: ExportedAccount) -> JSONValue {
    var entry: JSONValue = [
      "label": .string(account.label), "enabled": .bool(account.isEnabled),
      "email": account.email.map { .string($0) } ?? .null,
    ]
    // What a sign-in was written as is read back: it is JSON, for it was written here.
    let bytes = Array(account.file.withoutExtras.data.reveal())
    entry["auth"] = (try? JSONReader.value(in: bytes)) ?? .null
    if let beside = account.beside { entry["beside"] = beside.reveal() }
    return entry
  }

  private static func data(_ value: JSONValue) -> Redacted<Data> {
    Redacted(Data(JSONWriter.pretty(value).utf8) + [0x0A])
  }
}

/// One account as it goes into an export.
struct ExportedAccount: Sendable {
  /// Its label.
  let label: String
  /// Whether it is switched on.
  let isEnabled: Bool
  /// Its address, nil if it is not known.
  let email: String?
  /// Its sign-in.
  let file: AuthFile
  /// What stood beside it when it was imported from CLIProxyAPI.
  let beside: Redacted<JSONValue>?
}
