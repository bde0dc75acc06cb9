import EngineCore
import EnginePlatform

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
