package import EngineCore

/// The host's folder of secrets that a workspace may read. Nothing is mounted unless it is asked for.
package struct WorkspaceSecrets: Hashable, Sendable {
  /// Where it is mounted when nobody says otherwise.
  package static let standardMount = "/home/codex/codex_secrets"
  /// The variable of the older launcher that names another place.
  package static let mountVariable = "DEFAULT_SECRETS_MOUNT"

  /// The folder on the host.
  package let folder: FilePath
  /// Where the workspace sees it.
  package let mount: String
  /// The file in it, without `.json`, that codex signs in with; nil for none.
  package let profile: String?

  /// What the options ask for, nil for nothing.
  ///
  /// - Parameters:
  ///   - folder: the value of `--secrets-dir`, as an absolute path.
  ///   - mount: the value of `--secrets-mount`.
  ///   - profile: the value of `--codex-profile`.
  ///   - isRefused: whether `--no-secrets` is there.
  ///   - otherMount: the value of `mountVariable`; unlike the option it asks for nothing by itself.
  /// - Returns: What to mount, nil for nothing.
  /// - Throws: `WorkspaceError` for options that do not go together and values that cannot be used.
  package static func asked(
    folder: FilePath?, mount: String?, profile: String?, isRefused: Bool,
    standardMount otherMount: String? = nil
  ) throws(WorkspaceError) -> WorkspaceSecrets? {
    if isRefused {
      let others = [
        ("--secrets-dir", folder != nil), ("--secrets-mount", mount != nil),
        ("--codex-profile", profile != nil),
      ]
      if let other = others.first(where: \.1) { throw .optionsExclude("--no-secrets", other.0) }
      return nil
    }
    guard let folder else {
      if mount != nil { throw .optionNeeds("--secrets-mount", other: "--secrets-dir") }
      if profile != nil { throw .optionNeeds("--codex-profile", other: "--secrets-dir") }
      return nil
    }
    if let profile, !isFileName(profile) {
      throw .badValue(
        option: "--codex-profile", value: profile, expected: "letters, digits, “-”, “_” and “.”")
    }
    let place = try ContainerPath.checked(
      mount ?? otherMount ?? standardMount,
      option: mount == nil && otherMount != nil ? mountVariable : "--secrets-mount")
    return WorkspaceSecrets(folder: folder, mount: place, profile: profile)
  }

  private static func isFileName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".") && !text.hasPrefix("-")
      && text.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-_.".utf8.contains($0) }
  }
}
