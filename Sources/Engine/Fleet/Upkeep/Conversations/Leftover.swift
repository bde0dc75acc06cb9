package import EngineCore

/// Something in a home that codex makes anew when it needs it.
package struct Leftover: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Copies of codex for its background process, hundreds of megabytes each.
    case daemonPackages = "daemon_packages"
    /// What the login shell had set when a conversation began.
    case shellSnapshots = "shell_snapshots"
    /// Folders of codex processes that are gone.
    case temporary
    /// Things that were fetched.
    case cache

    /// For people.
    package var phrase: String {
      switch self {
      case .daemonPackages: "copies of codex for its background process"
      case .shellSnapshots: "snapshots of the shell"
      case .temporary: "folders of ended codex processes"
      case .cache: "fetched things"
      }
    }
  }

  /// What it is.
  package let kind: Kind
  /// Where.
  package let path: FilePath
  /// The home it is in.
  package let home: FilePath
  /// The label of the account whose home that is, nil for a shared one.
  package let label: String?
  /// Its size in bytes.
  package let bytes: Int64
  /// Whether somebody uses the home now, so that it has to stay.
  package let isInUse: Bool

  /// A leftover of its parts.
  package init(
    kind: Kind, path: FilePath, home: FilePath, label: String?, bytes: Int64, isInUse: Bool
  ) {
    self.kind = kind
    self.path = path
    self.home = home
    self.label = label
    self.bytes = bytes
    self.isInUse = isInUse
  }
}
