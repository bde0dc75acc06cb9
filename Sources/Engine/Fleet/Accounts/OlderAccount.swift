package import EngineCore

/// An account that an older tool named swop keeps in the same root: `meta.json` with another shape, and
/// codex's home below `home/.codex`.
package struct OlderAccount: Hashable, Sendable {
  /// Its folder in `accounts`.
  package let folder: FilePath
  /// The label it had there; the folder's name if the file does not say.
  package let label: String

  /// The home that codex used: configuration and conversations are there.
  package var codexHome: FilePath { folder / "home" / ".codex" }

  /// The sign-in.
  package var signInFile: FilePath { codexHome / "auth.json" }

  /// The account in a folder, nil if the older tool did not write it.
  ///
  /// - Parameters:
  ///   - folder: a folder in `accounts` that is not an account of this swop.
  ///   - meta: the bytes of its `meta.json`, nil if it has none.
  ///   - files: the disk.
  init?(in folder: FilePath, meta: Data?, files: any FileSystem) {
    let fields = meta.flatMap { try? JSONDecoder().decode(Fields.self, from: $0) }
    label = fields?.label ?? folder.name
    self.folder = folder
    guard files.exists(signInFile) else { return nil }
  }

  /// What the older tool's `meta.json` says.
  private struct Fields: Decodable {
    let label: String?
  }
}
