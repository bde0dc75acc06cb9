import Engine
import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

/// Walks over the points of every command where it changes something outside itself: the process dies
/// there, or the call fails. The usual walk takes a few points, always the same; `make crash` takes every
/// one in every way.
@Suite("A command cut off in the middle, end to end")
struct CrashTests {
  @Test(
    "leaves the old or the new state, says in one sentence what failed, and the next command works",
    arguments: CrashCase.all)
  func cut(_ example: CrashCase) async throws {
    let walk = try await CrashWalk(example)
    var tally = CrashTally(command: example.testDescription, points: walk.count)
    for (point, cut) in CrashForm.walk(over: walk.count, samples: example.samples) {
      tally.tried += 1
      let takesTurn =
        walk.mayTurn && CrashForm.hasTurn(after: tally.tried, startsCodex: example.startsCodex)
      guard let found = await walk.faults(at: point, by: cut, thenTurn: takesTurn) else { continue }
      if takesTurn { tally.turns += 1 }
      try tally.count(cut, found)
      #expect(found == [], "\(cut) at point \(point)")
    }
    #expect(tally.kills + tally.failures > 0)
  }
}

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
    /// Wheels of codex that pip finds without an index.
    case wheels
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

extension CrashCase {
  /// The commands that change something on disk, or those of them that begin with the words in
  /// `SWOP_CRASH_ONLY`.
  static let all = (accounts + transfers + choices + services + runs).filter {
    $0.testDescription.hasPrefix(ThisProcess.environment["SWOP_CRASH_ONLY"] ?? "")
  }

  private static let accounts = [
    CrashCase(words: ["add", "new", "--import", "FILE"], after: "home work new", again: [2]),
    CrashCase(
      words: ["add", "new", "--device-auth"], after: "home work new", again: [2], samples: 2),
    CrashCase(
      words: ["add", "new", "--with-api-key"], input: "sk-proj-crash-0123456789abcdef\n",
      after: "home work new", again: [2], samples: 2),
    CrashCase(
      words: ["add", "new", "--import", "FILE", "--isolation", "strict", "--copy-config"],
      after: "home work new", again: [2]),
    CrashCase(words: ["relogin", "work", "--device-auth"], samples: 2),
    CrashCase(words: ["logout", "work"], after: "home [work]", again: [2], samples: 3),
    CrashCase(words: ["status", "-R", "--json"], renews: true, samples: 8),
    CrashCase(words: ["rename", "work", "office"], after: "home office", again: [2]),
    CrashCase(words: ["remove", "work"], after: "home [work]", again: [2]),
    CrashCase(
      words: ["trash", "restore", "work"], preparation: [.swop(["remove", "work"])],
      before: "home [work]", again: [2]),
    CrashCase(
      words: ["trash", "purge", "work"], preparation: [.swop(["remove", "work"])],
      before: "home [work]", after: "home", again: [2]),
    CrashCase(
      words: ["trash", "purge"], preparation: [.swop(["remove", "work"]), .agedTrash],
      before: "home [work]", after: "home"),
    CrashCase(words: ["disable", "work"], after: "home -work"),
    CrashCase(
      words: ["enable", "work"], preparation: [.swop(["disable", "work"])], before: "home -work"),
  ]

  private static let transfers = [
    CrashCase(
      words: ["import", "FILES"], after: "home work new other",
      between: ["home work new", "home work other"]),
    CrashCase(words: ["export", "OUT", "work", "--plain-text", "--force"]),
    CrashCase(words: ["export", "OUT", "--passphrase-file", "PASSPHRASE", "--force"]),
  ]

  private static let choices = [
    CrashCase(words: ["set", "work"], after: "home *work"),
    CrashCase(
      words: ["unset"], preparation: [.swop(["set", "work"])], before: "home *work"),
    CrashCase(words: ["set", "--here", "work"], views: [["why", "--json"]]),
    CrashCase(words: ["set", "--here", "--strategy", "drain"], views: [["why", "--json"]]),
    CrashCase(
      words: ["unset", "--here"], preparation: [.swop(["set", "--here", "work"])],
      views: [["why", "--json"]]),
    CrashCase(
      words: ["config", "set", "strategy", "balanced"], views: [["config", "list", "--json"]]),
  ]

  private static let services = [
    CrashCase(
      words: ["binary", "use", "0.156.0"], preparation: [.binaries],
      views: [["binary", "list", "--json"]]),
    // A version may be there, whole, and not be the one that is used: the same command uses it.
    CrashCase(
      words: ["binary", "install", "0.157.0", "--with", "pip"], preparation: [.wheels], samples: 2),
    CrashCase(
      words: ["sessions", "prune"], preparation: [.conversations], startsCodex: true, samples: 3),
    CrashCase(
      words: ["proxy", "token", "add", "editor"], views: [["proxy", "token", "list", "--json"]],
      again: [0, 1, 2]),
    CrashCase(
      words: ["proxy", "token", "revoke", "editor"],
      preparation: [.swop(["proxy", "token", "add", "editor"])],
      views: [["proxy", "token", "list", "--json"]], again: [0, 1, 2]),
    CrashCase(words: ["rotation", "enable"], views: [["rotation", "status", "--json"]]),
    CrashCase(
      words: ["rotation", "disable"], preparation: [.swop(["rotation", "enable"])],
      views: [["rotation", "status", "--json"]]),
    CrashCase(
      words: ["rotation", "bind-app", "--unsupervised"],
      preparation: [.swop(["proxy", "start", "--background"]), .swop(["proxy", "stop"])],
      isServed: true, views: [["rotation", "status", "--json"]], samples: 2),
    CrashCase(
      words: ["rotation", "unbind-app"], preparation: [.boundApplication],
      views: [["rotation", "status", "--json"]], samples: 2),
    CrashCase(words: ["proxy", "start", "--background"], samples: 2),
    CrashCase(words: ["proxy", "stop"], isServed: true, samples: 2),
    CrashCase(words: ["doctor", "--fix"], preparation: [.trouble]),
  ]

  private static let runs = [
    CrashCase(
      words: ["codex", "--account", "work", "--", "exec", "--skip-git-repo-check", "hi"],
      startsCodex: true, samples: 3),
    CrashCase(
      words: ["codex", "--rotate", "--", "exec", "--skip-git-repo-check", "hi"],
      startsCodex: true, samples: 3),
  ]
}
