import Testing

/// A command that is cut off in the middle, and what may be found afterwards.
struct CrashCase: Sendable, CustomTestStringConvertible {
  /// What has to be there before the command can run.
  enum Preparation: Sendable {
    /// A command of swop that must succeed.
    case swop([String])
    /// Old and young conversations of the account `home`.
    case conversations
    /// A sandbox with open modes, a replaced link and files that a crash left behind.
    case trouble
    /// Versions of codex that swop installed.
    case binaries
    /// What is in the trash has been there for 40 days.
    case agedTrash
    /// The desktop app goes through the proxy, which has ended since.
    case boundApplication
  }

  /// The command. `FILE` stands for a fresh sign-in that can be imported, `FILES` for a list of two, `OUT`
  /// for a file to write.
  let words: [String]
  /// What makes the root ready for it, once.
  var preparation: [Preparation] = []
  /// Whether the proxy runs in the background before it.
  var isServed = false
  /// What the command reads from standard input.
  var input: String?
  /// The accounts before it: labels in order, `-` in front of one that is disabled, `*` in front of the
  /// default one, then those in the trash in brackets.
  var before = "home work"
  /// The accounts after it.
  var after = "home work"
  /// The accounts that may be found in between, for a command that does one after another.
  var between: [String] = []
  /// More commands whose output shows the state: it must be that of before or that of after.
  var views: [[String]] = []
  /// The statuses that the same command may end with when it had been done already.
  var again: Set<Int32> = [0]
  /// Whether the account's token is about to end, so that the command renews it.
  var renews = false
  /// Whether it starts codex, which lives on when swop dies.
  var startsCodex = false
  /// How many points the short walk takes.
  var samples = 4

  /// Whether a proxy may run in the background afterwards.
  var startsProxy: Bool { isServed || words.starts(with: ["proxy", "start"]) }

  var testDescription: String { words.joined(separator: " ") }
}
