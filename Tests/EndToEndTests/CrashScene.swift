import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore
@testable import EngineStandin

/// A household whose root and home are put back to the same state before each point of a walk.
struct CrashScene: Sendable {
  /// What came of one point.
  struct Reached: Sendable {
    let printed: Printed
    /// The call at the point, or `end` and the number of calls if there was none any more.
    let note: String

    /// Whether the point was reached.
    var isCut: Bool { !note.isEmpty && !note.hasPrefix("end ") }
  }

  let house: Household
  let example: CrashCase
  let files = DiskFileSystem()
  /// What is put back: swop's root, the home with `~/.codex`, and the folder that commands run in.
  private static let folders = ["root", "home", "work"]

  init(_ example: CrashCase) async throws {
    self.example = example
    let names = ["home", "work", "new", "other", "spare"]
    // A long walk takes hundreds of turns.
    house = try await Household(names.map { StandinAccount($0, stepPercent: 0) })
    let next = example.words.contains("relogin") ? "work" : "new"
    await house.server.standin.update { state, _ in state.settings.approver = next }
    try house.write("hunter two\n", to: house.folder / "work" / "passphrase")
    for name in ["home", "work"] { try #require(try await house.importAccount(name).status == 0) }
    for step in example.preparation { try await prepare(step) }
    for name in Self.folders { try await copy(house.folder / name, to: template(name)) }
  }

  /// Puts everything back; the accounts are signed in afresh.
  func reset() async throws {
    try await settle()
    for name in Self.folders {
      try files.removeTree(house.folder / name)
      try await copy(template(name), to: house.folder / name)
    }
    for name in ["home", "work"] {
      let home = house.root / "accounts" / name / "codex"
      guard files.exists(home) else { continue }
      // About to end, if the command is to renew it.
      let isEnding = example.renews && name == "work"
      let session = try await house.agedSignIn(of: name, living: isEnding ? 600 : nil)
      try files.replace(home / "auth.json", with: session, mode: .privateFile)
      try files.replace(house.folder / "given-\(name)", with: session, mode: .privateFile)
    }
    if example.isServed { try await prepare(.swop(["proxy", "start", "--background"])) }
  }

  /// Waits until nothing that was started with this root is alive: codex outlives a swop that is killed.
  func settle() async throws {
    if example.startsProxy { _ = try await house.swop(["proxy", "stop"]) }
    let mark = Array("SWOP_ROOT=\(house.root)\0".utf8)
    try await house.eventually { [files] in
      let names = try files.list("/proc").filter { Int($0) != nil }
      return !names.contains { name in
        let environment = try? Data(contentsOf: URL(filePath: "/proc/\(name)/environ"))
        return environment.map { Array($0).contains(mark) } ?? false
      }
    }
  }

  /// Whether the account `work` still has the session that it was given, and no other waits beside it.
  func holdsOldSession() throws -> Bool {
    let home = house.root / "accounts" / "work" / "codex"
    guard files.exists(home) else { return false }
    guard let given = try files.readIfPresent(house.folder / "given-work") else { return false }
    let sessions = try files.list(home).filter { $0 == "auth.json" || TemporaryName.matches($0) }
      .compactMap { try? AuthFile(try files.read(home / $0)) }
    return try sessions == [AuthFile(given)]
  }

  /// The command as it is, without a cut.
  func whole() async throws -> Printed {
    try await house.swop(
      try await words(), input: example.input, variables: CodexWheels.pipSettings(wheels))
  }

  /// The command, cut at a point.
  func cut(at point: Int, by cut: CrashCut) async throws -> Reached {
    let note = house.folder / "note"
    try files.removeTree(note)
    let printed = try await house.swop(
      try await words(), input: example.input,
      variables: CodexWheels.pipSettings(wheels).merging([
        "LD_PRELOAD": try Program.cut.text, "SWOP_CUT_AT": "\(point)", "SWOP_CUT_BY": cut.rawValue,
        "SWOP_CUT_NOTE": note.text,
      ]) { $1 })
    let line = try files.readIfPresent(note).map { String(decoding: $0, as: UTF8.self) }
    return Reached(
      printed: printed, note: (line ?? "").trimmingSuffix(while: \.isNewline))
  }

  // MARK: - Making ready

  private func prepare(_ step: CrashCase.Preparation) async throws {
    switch step {
    case .swop(let words): try #require(try await house.swop(words).status == 0)
    case .conversations:
      let model = try await house.talk("home", ["exec", "--skip-git-repo-check", "one"])
      try await ConversationCrowd(house, model: model.id, count: 8).make()
    case .trouble:
      _ = try await house.talk("home", ["exec", "--skip-git-repo-check", "one"])
      let home = house.root / "accounts" / "home" / "codex"
      try files.setMode(home / "auth.json", .sharedFile)
      try files.remove(home / "sessions")
      try files.createFolder(home / "sessions", mode: .privateFolder)
      try house.write("left behind", to: home / TemporaryName.fresh(SystemRandom()))
      try files.createFolder(house.root / "staging" / "half", mode: .privateFolder)
    case .binaries:
      for version in ["0.156.0", "0.163.0"] {
        let folder = house.root / "bin" / version
        try files.createFolder(folder, mode: .privateFolder)
        try files.createLink(folder / "codex", to: RealCodex(version: version).executable)
      }
      try files.createLink(house.root / "bin" / "current", to: "0.163.0")
    case .wheels:
      try await CodexWheels.make(["0.157.0"], in: wheels)
    case .agedTrash:
      for path in try house.inspection.allFiles(house.root) where path.name == "trash.json" {
        let old = Date(timeIntervalSinceNow: -40 * 86_400).formatted(.iso8601)
        var text = String(decoding: try files.read(path), as: UTF8.self)
        text.replace(/(_at|_date)":"[^"]*"/) { "\($0.1)\":\"\(old)\"" }
        try files.replace(path, with: Data(text.utf8), mode: .privateFile)
      }
    case .boundApplication:
      for words in [
        ["proxy", "start", "--background"], ["rotation", "bind-app", "--unsupervised"],
        ["proxy", "stop"],
      ] {
        let printed = try await house.swop(words)
        try #require(printed.status == 0, "\(printed)")
      }
    }
  }

  private func words() async throws -> [String] {
    var words: [String] = []
    for word in example.words {
      switch word {
      case "FILE": words.append(try await house.signInFile(of: "new").text)
      case "FILES":
        words += [
          try await house.signInFile(of: "new").text,
          try await house.signInFile(of: "other").text,
        ]
      case "OUT": words.append((house.folder / "work" / "out.json").text)
      case "PASSPHRASE": words.append((house.folder / "work" / "passphrase").text)
      default: words.append(word)
      }
    }
    return words
  }

  private var wheels: FilePath { house.folder / "wheels" }

  private func template(_ name: String) -> FilePath { house.folder / "template-\(name)" }

  private func copy(_ folder: FilePath, to target: FilePath) async throws {
    let command = ProcessCommand(
      executable: "/bin/cp", arguments: ["-a", folder.text, target.text].map { Argument($0) },
      environment: ProcessEnvironment([:]))
    let copied = Printed(try await house.runner.run(command, limit: .seconds(30)))
    try #require(copied.status == 0, "\(copied)")
  }
}

extension String {
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, condition(last) { text.removeLast() }
    return String(text)
  }
}

/// What a person can see of a root, and whether it is whole.
extension CrashScene {
  /// The accounts and the trash, in the words of `CrashCase`, and the output of the case's views.
  struct State: Hashable, Sendable, CustomStringConvertible {
    var accounts: String
    var views: [String]

    var description: String { ([accounts] + views).joined(separator: "\n") }
  }

  /// The state as the program tells it.
  ///
  /// - Throws: if a command that only shows fails, or complains.
  func state() async throws -> State {
    let status = try await house.swop(["status", "--json"])
    let trash = try await house.swop(["trash", "list", "--json"])
    for printed in [status, trash] where printed.status != 0 || printed.errors != "" {
      throw SessionTerminal.Unexpected(description: "\(printed)")
    }
    let live = try status.json()["accounts"]?.elements?.map { account in
      let label = account["label"]?.text ?? "?"
      let mark = account["default"] == .bool(true) ? "*" : ""
      return (account["enabled"] == .bool(true) ? "" : "-") + mark + label
    }
    let trashed = try trash.json()["trash"]?.elements?.compactMap { $0["label"]?.text }
    let bracket =
      (trashed ?? []).isEmpty ? [] : ["[" + (trashed ?? []).joined(separator: " ") + "]"]
    var views: [String] = []
    for words in example.views {
      views.append(JSONWriter.line(Self.scrubbed(try await house.swop(words).json())))
    }
    return State(
      accounts: ((live ?? []).sorted(by: Self.order) + bracket).joined(separator: " "),
      views: views)
  }

  /// The checks of `swop doctor` that do not pass, by name and finding; the port of sign-ins aside, which
  /// other tests may hold.
  func findings(_ words: [String] = ["doctor", "--json"]) async throws -> [String] {
    let report = try await house.swop(words)
    guard [0, 1].contains(report.status), let checks = try? report.json()["checks"]?.elements else {
      throw SessionTerminal.Unexpected(description: "\(report)")
    }
    let failing = checks.filter {
      ["problem", "warning"].contains($0["result"]?.text ?? "")
        && $0["name"]?.text != "sign_in_port"
    }
    return failing.flatMap { check in
      (check["findings"]?.elements ?? []).map {
        "\(check["name"]?.text ?? "?"): \($0["found"]?.text ?? "?")"
      }
    }
  }

  /// Files that a command made beside its own and left there.
  func leftBeside() throws -> [String] {
    try house.inspection.allFiles(house.folder.path / "work").filter {
      TemporaryName.matches($0.name)
    }
    .map { "left behind: \($0)" }
  }

  /// `home`, then `work` under any name, then what is new.
  private static func order(_ first: String, _ second: String) -> Bool {
    func rank(_ text: String) -> Int {
      let names = ["home": 0, "new": 2, "other": 3, "spare": 4]
      return names.first { text.hasSuffix($0.key) }?.value ?? 1
    }
    return rank(first) < rank(second)
  }

  /// Members whose values pass: ages, and sentences with the time to a reset.
  private static let passing: Set<String> = ["age_seconds", "ranking", "reason"]

  /// Without what differs from run to run.
  private static func scrubbed(_ value: EngineCore.JSONValue) -> EngineCore.JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !$0.name.hasSuffix("_at") && !passing.contains($0.name) }
          .map { .init($0.name, scrubbed($0.value)) })
    case .array(let elements): .array(elements.map(scrubbed))
    case .null, .bool, .number, .string: value
    }
  }
}
