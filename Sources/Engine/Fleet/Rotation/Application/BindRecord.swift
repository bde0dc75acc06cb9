import EngineCore

/// What `bind-app` did, so that it can be undone to the byte.
struct BindRecord: Hashable, Sendable, Codable {
  /// The configuration that was edited.
  let file: String
  /// The copy of it as it was, nil if there was none.
  let backup: String?
  /// The digest of the file as it was left.
  let left: String
  /// The digest of the address that was written.
  let address: String
  /// The value that the key had before, as it was spelled; nil if there was none.
  let previous: String?
}
