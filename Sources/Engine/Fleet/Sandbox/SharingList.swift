import EngineCore

/// The one list of what relaxed sandboxes share with `~/.codex`. What is not in it stays the sandbox's
/// own; `neverShared` says of the important ones why.
package enum SharingList {
  /// Everything that is shared.
  package static let entries: [SharedEntry] = [
    configuration("config.toml", .file, "Settings, MCP servers and trusted folders."),
    configuration(".config.toml", .filesEnding, "Profiles: codex ignores a missing one silently."),
    configuration("AGENTS.md", .file, "Instructions that people write."),
    configuration("AGENTS.override.md", .file, "Instructions that win over AGENTS.md."),
    configuration("hooks.json", .file, "Hooks that people configure."),
    configuration("environments.toml", .file, "Machines on which codex may run commands."),
    configuration("prompts", .readFolder, "Prompts that people write."),
    configuration("agents", .readFolder, "Agent roles that people write."),
    configuration("themes", .readFolder, "Colour themes of codex's own screen."),
    configuration("skills", .writtenFolder, "Skills; codex keeps its own in skills/.system."),
    configuration("rules", .writtenFolder, "Command rules; codex adds what was approved."),
    history("history.jsonl", .file, .linesAdded, "Prompts typed before, for the arrow keys."),
    history("session_index.jsonl", .file, .linesAdded, "Names that people gave conversations."),
    history("sessions", .writtenFolder, .merged, "Conversations."),
    history("archived_sessions", .writtenFolder, .merged, "Conversations that were put away."),
    history(
      "thread-writer-locks", .writtenFolder, .keptInBackup,
      "Keeps two processes from writing one conversation."),
  ]

  /// What must never be shared, with the reason. A test holds the list above to it.
  package static let neverShared: [String: String] = [
    "auth.json": "The sign-in: codex writes through a link, and logout removes the link.",
    SignInGuard.name: "A second name of the sign-in while runs use it.",
    ".credentials.json":
      "Sign-ins at MCP servers: read through a link, but from 0.149.0 on not written through one.",
    ".env": "May hold keys, which are an identity.",
    "secrets": "Encrypted credentials.",
    "installation_id": "Identifies one installation.",
    "models_cache.json": "What the account's plan may use.",
    "cloud-config-bundle-cache.json": "The account's workspace policy.",
    "mcp-oauth-locks": "Guards .credentials.json, which is not shared.",
    "memories": "Codex refuses to clear a linked folder there.",
    "app-server-daemon": "A background process that keeps one account in memory.",
    "app-server-control": "The socket of that process.",
    "log": "Written by sign-ins.",
    "tmp": "Lock files by which a run of this sandbox is found.",
  ]

  private static func configuration(
    _ name: String, _ kind: SharedEntry.Kind, _ reason: String
  ) -> SharedEntry {
    SharedEntry(
      name: name, kind: kind, condition: .always, displaced: .keptInBackup, reason: reason)
  }

  private static func history(
    _ name: String, _ kind: SharedEntry.Kind, _ displaced: SharedEntry.Displaced, _ reason: String
  ) -> SharedEntry {
    SharedEntry(
      name: name, kind: kind, condition: .withHistory, displaced: displaced, reason: reason)
  }
}
