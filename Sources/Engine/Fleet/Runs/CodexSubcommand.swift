import EngineCore

/// What a command line asks of codex, as far as its first words say. Only names that codex knows are
/// ever kept: everything else may be a prompt.
package struct CodexSubcommand: Hashable, Sendable {
  /// The subcommand under its full name; nil for codex's own screen and for plain options.
  let name: String?
  /// The first word behind the subcommand that is not an option; only for `login`.
  private let detail: String?
  /// Whether only help or a version is asked for.
  private let asksOnly: Bool

  /// Reads the user's words.
  init(_ arguments: [Argument]) {
    let words = arguments.map(\.description)
    let first = Self.firstPlainWord(words[...])
    let name = first.flatMap { Self.names[words[$0]] }
    self.name = name
    let rest = words[((first ?? words.count - 1) + 1)...]
    detail = Self.firstPlainWord(rest).map { words[$0] }
    asksOnly = words.prefix { $0 != "--" }.contains {
      ["-h", "--help", "-V", "--version"].contains($0)
    }
  }

  /// The command of swop that does this safely, nil if codex may do it itself: codex's own sign-in ends
  /// the session before it begins, and its own logout leaves an account behind that cannot work.
  var safeReplacement: String? {
    guard !asksOnly else { return nil }
    switch name {
    case "login": return detail == "status" ? nil : "relogin"
    case "logout": return "logout"
    default: return nil
    }
  }

  /// Swop's flags and the user's words as one command line. A `-c` behind a subcommand makes codex forget
  /// every `-c` before it (0.144.4 to 0.163.0): there the flags are said once more.
  static func line(_ flags: [Argument], _ arguments: [Argument]) -> [Argument] {
    guard let place = placeOfSettings(arguments.map(\.description)) else {
      return flags + arguments
    }
    return flags + arguments[..<place] + flags + arguments[place...]
  }

  /// Where the first `-c` of the innermost subcommand that has one stands, nil if none is behind a
  /// subcommand.
  private static func placeOfSettings(_ words: [String]) -> Int? {
    let settings = words.indices.prefix { words[$0] != "--" }.filter { index in
      words[index].hasPrefix("-c") || words[index] == "--config"
        || words[index].hasPrefix("--config=")
    }
    guard let last = settings.last, let outer = firstPlainWord(words[...]), outer < last else {
      return nil
    }
    // These hand words on to another program, to which `-c` means something else.
    guard !["sandbox", "mcp", "debug"].contains(names[words[outer]]) else { return nil }
    var start = outer
    if let inner = firstPlainWord(words[(outer + 1)...]), inner < last,
      isSubcommand(words[inner], of: names[words[outer]])
    {
      start = inner
    }
    return settings.first { $0 > start }
  }

  /// Whether a word behind a subcommand is one itself, and not a prompt.
  private static func isSubcommand(_ word: String, of name: String?) -> Bool {
    switch name {
    case nil, "review", "resume", "fork": false
    case "exec": ["resume", "review"].contains(word)
    default: true
    }
  }

  /// Whether it talks with the model, so that a dead session makes it fail.
  var isConversation: Bool {
    guard !asksOnly else { return false }
    guard let name else { return true }
    return ["exec", "review", "resume", "fork"].contains(name)
  }

  /// Whether the sign-in matters to it, so that an account that codex would log out is of no use.
  var needsSignIn: Bool {
    guard !asksOnly else { return false }
    return name.map { !Self.local.contains($0) } ?? true
  }

  private static func firstPlainWord(_ words: ArraySlice<String>) -> Int? {
    var index = words.startIndex
    while index < words.endIndex {
      let word = words[index]
      if word == "--" { return nil }
      guard word.hasPrefix("-"), word.count > 1 else { return index }
      index += optionsWithValue.contains(word) ? 2 : 1
    }
    return nil
  }

  /// Subcommands and their short forms (0.144.4 to 0.163.0).
  private static let names: [String: String] = {
    let plain = [
      "exec", "review", "login", "logout", "mcp", "plugin", "mcp-server", "app-server",
      "remote-control", "app", "completion", "update", "doctor", "sandbox", "debug", "apply",
      "resume", "archive", "delete", "unarchive", "fork", "cloud", "exec-server", "features",
      "help",
      "agents", "queue", "migrate-rollouts",
    ]
    let short = ["e": "exec", "a": "apply", "cloud-tasks": "cloud"]
    return Dictionary(uniqueKeysWithValues: plain.map { ($0, $0) }).merging(short) { $1 }
  }()

  /// Subcommands that work without a sign-in, and leave it alone (0.163.0).
  private static let local: Set<String> = [
    "login", "logout", "mcp", "plugin", "completion", "update", "doctor", "sandbox", "debug",
    "archive", "delete", "unarchive", "features", "help", "migrate-rollouts",
  ]

  /// Options before the subcommand whose value is the next word.
  private static let optionsWithValue: Set<String> = [
    "-c", "--config", "--enable", "--disable", "--remote", "--remote-auth-token-env", "-i",
    "--image",
    "-m", "--model", "--local-provider", "-p", "--profile", "-s", "--sandbox", "-C", "--cd",
    "--add-dir", "-a", "--ask-for-approval", "-o", "--output-last-message", "--output-schema",
    "--color",
  ]
}
