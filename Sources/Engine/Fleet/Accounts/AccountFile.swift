import EngineCore

/// The form of an account on disk: `meta.json` of its sandbox.
enum AccountFile {
  /// The newest form this swop knows, and the one it writes.
  static let version = 1

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - data: its bytes.
  ///   - path: where it lies, for errors.
  /// - Returns: The account it tells of.
  /// - Throws: `AccountsError.damaged` or `.tooNew`.
  static func account(from data: Data, at path: FilePath) throws(AccountsError) -> Account {
    do {
      let found = try JSONDecoder().decode(VersionOnly.self, from: data).schemaVersion
      // Every older form gets a case of its own here that turns it into the next one.
      switch found {
      case version: return try JSONDecoder().decode(Form1.self, from: data).account
      case _ where found > version:
        throw AccountsError.tooNew(path: path, version: found, supported: version)
      default:
        throw AccountsError.damaged(path: path, detail: "there never was a version \(found)")
      }
    } catch let error as AccountsError {
      throw error
    } catch let error as DecodingError {
      throw .damaged(path: path, detail: clause(error))
    } catch {
      throw .damaged(path: path, detail: "it is not what swop writes")
    }
  }

  /// The bytes of an account's file.
  static func data(of account: Account) throws(AccountsError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(Form1(account)) + Data("\n".utf8)
    } catch {
      throw .damaged(path: FilePath(account.key.text), detail: "it cannot be written as JSON")
    }
  }

  /// What is wrong, without quoting the file: an e-mail address is nobody's business.
  static func clause(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "“\(name(context))” has the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "“\(name(context))” has a value that cannot be"
    case .dataCorrupted: "it is not JSON"
    @unknown default: "it is not what swop writes"
    }
  }

  private static func name(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }

  private struct VersionOnly: Decodable {
    let schemaVersion: Int

    enum CodingKeys: String, CodingKey { case schemaVersion = "schema_version" }
  }
}
