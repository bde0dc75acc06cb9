import EngineKernel
import Testing

/// A command that is cut off in the middle, and what may be found afterwards.
struct CrashCase: Sendable, CustomTestStringConvertible {
  /// The command; `FILE` stands for a fresh sign-in that can be imported.
  let words: [String]
  /// Commands that make the root ready for it, once.
  var preparation: [[String]] = []
  /// The accounts before it: labels in order, `-` in front of one that is disabled, `*` in front of the
  /// default one, then those in the trash in brackets.
  let before: String
  /// The accounts after it.
  let after: String
  /// The statuses that the same command may end with when it had been done already.
  let again: Set<Int32>
  /// Whether the account's token is about to end, so that the command renews it.
  var renews = false
  /// Whether the command ends the session of the account at the server.
  var endsSession = false
  /// How many points the short walk takes.
  var samples = 8

  var testDescription: String { words.joined(separator: " ") }

  /// The commands that change something on disk.
  static let all = [
    CrashCase(
      words: ["add", "new", "--import", "FILE"], before: "home work", after: "home work new",
      again: [2]),
    CrashCase(
      words: ["add", "new", "--device-auth"], before: "home work", after: "home work new",
      again: [2], samples: 3),
    CrashCase(
      words: ["relogin", "work", "--device-auth"], before: "home work", after: "home work",
      again: [0], samples: 4),
    CrashCase(
      words: ["logout", "work"], before: "home work", after: "home [work]", again: [2],
      endsSession: true, samples: 5),
    CrashCase(
      words: ["status", "-R", "--json"], before: "home work", after: "home work", again: [0],
      renews: true, samples: 12),
    CrashCase(
      words: ["rename", "work", "office"], before: "home work", after: "home office",
      again: [2]),
    CrashCase(words: ["remove", "work"], before: "home work", after: "home [work]", again: [2]),
    CrashCase(
      words: ["trash", "restore", "work"], preparation: [["remove", "work"]],
      before: "home [work]", after: "home work", again: [2]),
    CrashCase(
      words: ["trash", "purge", "work"], preparation: [["remove", "work"]],
      before: "home [work]", after: "home", again: [2]),
    CrashCase(words: ["disable", "work"], before: "home work", after: "home -work", again: [0]),
    CrashCase(words: ["set", "work"], before: "home work", after: "home *work", again: [0]),
    CrashCase(
      words: ["config", "set", "strategy", "balanced"], before: "home work", after: "home work",
      again: [0], samples: 5),
  ]
}
