import EngineCodex
import EngineKernel
import EngineStandin
import EngineSystem
import TestSupport
import Testing

/// A household whose root is put back to the same state before each point of a walk.
struct CrashScene: Sendable {
  /// What the disk or the process does at the point.
  enum Cut: String, Sendable {
    case kill, full
  }

  /// What came of one point.
  struct Reached: Sendable {
    let printed: Printed
    /// The call at the point, or `end` and the number of calls if there was none any more.
    let note: String

    /// Whether the point was reached.
    var isCut: Bool { !note.hasPrefix("end ") }
  }

  let house: Household
  private let example: CrashCase
  private let files = DiskFileSystem()

  init(_ example: CrashCase) async throws {
    self.example = example
    house = try await Household(["home", "work", "new", "spare"].map { StandinAccount($0) })
    let next = example.words.contains("relogin") ? "work" : "new"
    await house.server.standin.update { state, _ in state.settings.approver = next }
    for name in ["home", "work"] { try #require(try await house.importAccount(name).status == 0) }
    for words in example.preparation { try #require(try await house.swop(words).status == 0) }
    try await copy(house.root, to: house.folder / "template")
  }

  /// Puts the root back; the accounts are signed in afresh.
  func reset() async throws {
    try files.removeTree(house.root)
    try await copy(house.folder / "template", to: house.root)
    for name in ["home", "work"] {
      let home = house.root / "accounts" / name / "codex"
      guard files.exists(home) else { continue }
      // About to end, if the command is to renew it.
      let isEnding = example.renews && name == "work"
      let session = try await house.agedSignIn(of: name, living: isEnding ? 600 : nil)
      try files.replace(home / "auth.json", with: session, mode: .privateFile)
      try files.replace(house.folder / "given-\(name)", with: session, mode: .privateFile)
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
    try await house.swop(try await words())
  }

  /// The command, cut at a point.
  func cut(at point: Int, by cut: Cut) async throws -> Reached {
    let note = house.folder / "note"
    try files.removeTree(note)
    let printed = try await house.swop(
      try await words(),
      variables: [
        "LD_PRELOAD": try Program.cut.text, "SWOP_CUT_AT": "\(point)", "SWOP_CUT_BY": cut.rawValue,
        "SWOP_CUT_NOTE": note.text,
      ])
    let line = try files.readIfPresent(note).map { String(decoding: $0, as: UTF8.self) }
    return Reached(
      printed: printed, note: (line ?? "").trimmingSuffix(while: \.isNewline))
  }

  /// The accounts and the trash, in the words of `CrashCase`.
  func state() async throws -> String {
    let status = try await house.swop(["status", "--json"])
    let trash = try await house.swop(["trash", "list", "--json"])
    try #require(status.status == 0 && trash.status == 0, "\(status)\n\(trash)")
    #expect(status.errors == "" && trash.errors == "", "\(status)\n\(trash)")
    let live = try status.json()["accounts"]?.elements?.map { account in
      let label = account["label"]?.text ?? "?"
      let mark = account["default"] == .bool(true) ? "*" : ""
      return (account["enabled"] == .bool(true) ? "" : "-") + mark + label
    }
    let trashed = try trash.json()["trash"]?.elements?.compactMap { $0["label"]?.text }
    let bracket =
      (trashed ?? []).isEmpty ? [] : ["[" + (trashed ?? []).joined(separator: " ") + "]"]
    return ((live ?? []).sorted(by: Self.order) + bracket).joined(separator: " ")
  }

  /// `home`, then `work` under any name, then what is new.
  private static func order(_ first: String, _ second: String) -> Bool {
    func rank(_ text: String) -> Int {
      text.hasSuffix("home") ? 0 : text.hasSuffix("new") ? 2 : text.hasSuffix("spare") ? 3 : 1
    }
    return rank(first) < rank(second)
  }

  private func words() async throws -> [String] {
    guard let place = example.words.firstIndex(of: "FILE") else { return example.words }
    var words = example.words
    words[place] = try await house.signInFile(of: "new").text
    return words
  }

  private func copy(_ folder: FilePath, to target: FilePath) async throws {
    let command = ProcessCommand(
      executable: "/bin/cp", arguments: ["-a", folder.text, target.text].map { Argument($0) },
      environment: ProcessEnvironment([:]))
    try #require(Printed(try await house.runner.run(command, limit: .seconds(30))).status == 0)
  }
}

extension String {
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, condition(last) { text.removeLast() }
    return String(text)
  }
}
