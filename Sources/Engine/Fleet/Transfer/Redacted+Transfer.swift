import EngineCore

extension Redacted where Value == Data {
  /// Puts the bytes at a path, owner-only.
  func write(to path: FilePath, files: any FileSystem) throws(FileError) {
    try files.replace(path, with: self.reveal(), mode: .privateFile)
  }
}

extension Redacted where Value == String {
  /// Whether there are at least so many characters.
  func hasCharacters(_ minimum: Int) -> Bool { self.reveal().count >= minimum }
}
