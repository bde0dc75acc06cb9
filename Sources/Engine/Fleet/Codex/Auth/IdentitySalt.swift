package import EngineCore

/// Random bytes of one root that go into every fingerprint of an API key, so that a fingerprint cannot
/// be looked up in a table of known keys, or compared with another machine's.
package struct IdentitySalt: Hashable, Sendable {
  private let bytes: Redacted<[UInt8]>

  /// Takes the salt's bytes.
  package init(bytes: [UInt8]) {
    self.bytes = Redacted(bytes)
  }

  /// The salt stored at `path`; made and stored there if there is none. Two processes that do this at
  /// once agree on one.
  ///
  /// - Throws: `FileError` if it can be neither read nor stored.
  package static func load(
    from path: FilePath, files: any FileSystem, random: any RandomSource
  ) throws(FileError) -> IdentitySalt {
    if let salt = try stored(at: path, files: files) { return salt }
    let beside = path.parent / ".\(path.name).\(Hexadecimal.text(random.bytes(8)))"
    try files.replace(beside, with: Data(random.bytes(byteCount)), mode: .privateFile)
    do {
      try files.moveWithoutReplacing(beside, to: path)
    } catch {
      // A leftover under an unguessable name harms nobody; the loss of the race is no failure.
      try? files.remove(beside)
      if error.reason != .exists { throw error }
    }
    guard let salt = try stored(at: path, files: files) else {
      throw FileError(operation: "read", path: path, reason: .notFound)
    }
    return salt
  }

  /// The fingerprint of an API key, in hexadecimal.
  package func fingerprint(of key: Redacted<String>) -> String {
    Hexadecimal.text(SHA256.digest(bytes.reveal() + Array(key.reveal().utf8)))
  }

  private static let byteCount = 32

  private static func stored(
    at path: FilePath, files: any FileSystem
  ) throws(FileError) -> IdentitySalt? {
    guard let data = try files.readIfPresent(path) else { return nil }
    guard data.count == byteCount else {
      throw FileError(
        operation: "read", path: path, reason: .other("it does not hold \(byteCount) bytes"))
    }
    return IdentitySalt(bytes: Array(data))
  }
}
