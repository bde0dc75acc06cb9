/// What wrappers rely on: the abilities they ask for by name before they use one.
package enum WorkspaceContract {
  /// Every ability, first those that existing wrappers ask for, then ours.
  package static let capabilities = [
    "capabilities-command", "supports-flag", "version", "create-alias", "output-json",
    "tunnel-name-v1", "tunnel-json", "secrets-explicit-dir", "rm-default-volumes",
    "rm-keep-volumes-flag", "codex-profile", "account", "rotate", "exec", "shell", "engine-podman",
  ]

  /// Whether there is an ability of this name.
  package static func supports(_ name: String) -> Bool { capabilities.contains(name) }
}
