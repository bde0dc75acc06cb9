import EngineCore

/// What a trash entry says beside its account: `trash.json` in its folder, written before the folder
/// moves. It keeps label and key, because a restore under others writes those into `meta.json` first and
/// may be cut short.
struct TrashFile: Codable, Hashable {
  /// The newest form this swop knows, and the one it writes.
  static let version = 1
  /// The file's name.
  static let name = "trash.json"

  private let schemaVersion: Int
  private let moment: FileDate
  private var serverMoment: FileDate?
  /// Whether the sign-in was ended at the server.
  let isSignedOut: Bool
  /// The label when the account was thrown away.
  let label: Label
  /// The key when the account was thrown away.
  let key: AccountKey

  private enum CodingKeys: String, CodingKey {
    case label, key
    case schemaVersion = "schema_version"
    case moment = "trashed_at"
    case serverMoment = "server_date"
    case isSignedOut = "signed_out"
  }

  init(_ account: Account, trashedAt: Date, serverDate: Date?, isSignedOut: Bool) {
    schemaVersion = Self.version
    moment = FileDate(trashedAt)
    serverMoment = serverDate.map { FileDate($0) }
    self.isSignedOut = isSignedOut
    label = account.label
    key = account.key
  }

  /// When it was thrown away.
  var trashedAt: Date { moment.date }

  /// The date by the server's clock at that moment or later; nil if it is not known.
  var serverDate: Date? {
    get { serverMoment?.date }
    set { serverMoment = newValue.map { FileDate($0) } }
  }

  /// Reads a file.
  init(_ data: Data, at path: FilePath) throws(AccountsError) {
    do {
      self = try JSONDecoder().decode(TrashFile.self, from: data)
    } catch let error as DecodingError {
      throw .damaged(path: path, detail: AccountFile.clause(error))
    } catch {
      throw .damaged(path: path, detail: "it is not what swop writes")
    }
    guard schemaVersion <= Self.version else {
      throw .tooNew(path: path, version: schemaVersion, supported: Self.version)
    }
  }

  /// The file's bytes.
  func data(at path: FilePath) throws(AccountsError) -> Data {
    do {
      return try JSONEncoder().encode(self)
    } catch {
      throw .damaged(path: path, detail: "it cannot be written as JSON")
    }
  }
}
