import EngineCore

/// The one list of what relaxed sandboxes share with `~/.codex`. What is not in it stays the sandbox's
/// own; `neverShared` says of the important ones why.
enum SharingList {
  /// Everything that is shared.
  static let entries: [SharedEntry] = [
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
  static let neverShared: [String: String] = [
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

/// One thing in a `CODEX_HOME` that relaxed sandboxes share with `~/.codex`.
package struct SharedEntry: Hashable, Sendable {
  /// What kind of thing it is.
  package enum Kind: Hashable, Sendable {
    /// A file. It is linked even while it does not exist: codex reads a link to nothing as no file,
    /// and its first write arrives on the shared side (tried with 0.144.4, 0.156.0 and 0.163.0).
    case file
    /// A folder that codex only reads. Linked even while it does not exist.
    case readFolder
    /// A folder that codex writes into. It is created first, because codex cannot create a folder
    /// through a link to nothing.
    case writtenFolder
    /// Every file of the shared home whose name ends like this, as they come and go.
    case filesEnding
  }

  /// When it is shared.
  enum Condition: Hashable, Sendable {
    /// In relaxed mode.
    case always
    /// In relaxed mode when the codex version may share conversations with others: 0.149.0 and newer
    /// resume each other's.
    case withHistory
  }

  /// What happens to the sandbox's own thing when a link has to take its place.
  enum Displaced: Hashable, Sendable {
    /// It goes to the backup folder.
    case keptInBackup
    /// Its files move to the shared side; only what is there already goes to the backup folder.
    case merged
    /// Its lines are added to the shared file. Codex itself replaces such a link: deleting a
    /// conversation rewrites `session_index.jsonl` (seen with 0.144.4 and 0.163.0).
    case linesAdded
  }

  /// Its name in a `CODEX_HOME`; for `.filesEnding` the ending.
  let name: String
  /// What kind of thing it is.
  let kind: Kind
  /// When it is shared.
  let condition: Condition
  /// What happens to the sandbox's own one.
  let displaced: Displaced
  /// Why it is shared, one sentence for people.
  let reason: String

  /// Whether a name in a `CODEX_HOME` is this entry, or one of its family of files.
  func covers(_ name: String) -> Bool {
    switch kind {
    case .file, .readFolder, .writtenFolder: name == self.name
    case .filesEnding: name.hasSuffix(self.name) && name != self.name
    }
  }
}

/// What the links of a sandbox say, and where they lead.
struct SharedLink {
  let layout: SandboxLayout
  let files: any FileSystem

  /// What a link says that leads to something in the shared home: a relative path where the root and the
  /// shared home are both inside the user's home, so that it stays right when the home moves.
  func text(of link: FilePath, to target: FilePath) -> FilePath {
    guard let userHome = layout.userHome, let home = try? files.resolve(userHome), home != "/",
      let folder = try? files.resolve(link.parent), folder.isInside(home),
      target.isInside(userHome)
    else { return target }
    let depth = Self.names(folder).count - Self.names(home).count
    let rest = Self.names(target).dropFirst(Self.names(userHome).count)
    return FilePath(
      (Array(repeating: "..", count: depth) + rest).joined(separator: "/"))
  }

  /// Where a link leads, whether or not something is there.
  func place(of link: FilePath) throws(FileError) -> FilePath {
    let target = try files.linkTarget(link)
    if target.isAbsolute { return target }
    let folder = (try? files.resolve(link.parent)) ?? link.parent
    let names = Self.names(target).reduce(into: Self.names(folder)) { names, name in
      switch name {
      case ".": break
      case "..": _ = names.popLast()
      default: names.append(name)
      }
    }
    return FilePath("/" + names.joined(separator: "/"))
  }

  /// Whether a link leads to something in the shared home, by whatever name.
  func leads(_ link: FilePath, to target: FilePath) throws(FileError) -> Bool {
    let place = try place(of: link)
    if place == target { return true }
    if let resolved = try? files.resolve(link) { return resolved == (try? files.resolve(target)) }
    // Nothing is there yet: then the folders say it.
    guard place.name == target.name, let folder = try? files.resolve(place.parent) else {
      return false
    }
    return folder == (try? files.resolve(target.parent))
  }

  private static func names(_ path: FilePath) -> [String] {
    path.text.split(separator: "/").map(String.init)
  }
}
