import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

/// One command, cut off at one point after another, and everything that must hold afterwards.
struct CrashWalk {
  let scene: CrashScene
  /// How many points there are.
  let count: Int
  private let before: CrashScene.State
  private let after: CrashScene.State
  /// What doctor says of the root before, and after the whole command.
  private let known: Set<String>
  private var example: CrashCase { scene.example }

  /// Counts the points of a command, and looks at the states on both sides of it.
  init(_ example: CrashCase) async throws {
    scene = try await CrashScene(example)
    try await scene.reset()
    before = try await scene.state()
    let first = try await scene.findings()
    let whole = try await scene.cut(at: Int(Int32.max), by: .kill)
    try #require(whole.printed.status == 0, "\(whole.printed)")
    count = try #require(Int(whole.note.dropFirst("end ".count)), "\(whole.note)")
    after = try await scene.state()
    known = Set(first + (try await scene.findings()))
    #expect(before.accounts == example.before && after.accounts == example.after)
  }

  /// Whether codex can run afterwards.
  var mayTurn: Bool { before.accounts.hasPrefix("home") }

  /// What is wrong after the command was cut off at a point.
  ///
  /// - Returns: Sentences, empty if all is well; nil if the command did not reach the point.
  func faults(at point: Int, by cut: CrashCut, thenTurn: Bool) async -> [String]? {
    do {
      try await scene.reset()
      let counters = await scene.house.server.standin.counters
      let reached = try await scene.cut(at: point, by: cut)
      guard reached.isCut else {
        try await scene.settle()
        return nil
      }
      var faults = try await outcome(of: reached.printed, cut)
      faults += try await recovery(since: counters, cut)
      if thenTurn { faults += try await turn() }
      return faults.map { "\(reached.note): \($0)" }
    } catch {
      return ["\(error)"]
    }
  }

  /// What the command itself did and said.
  private func outcome(of printed: Printed, _ cut: CrashCut) async throws -> [String] {
    let state = try await scene.state()
    var faults: [String] = []
    let isBetween = example.between.contains(state.accounts)
    if state != before, state != after, !isBetween { faults.append("half-made: \(state)") }
    if cut == .kill { return faults + (printed.status == 137 ? [] : ["lived on: \(printed)"]) }
    if printed.status == 0 {
      return faults + (state == after ? [] : ["claims to be done: \(state) \(printed)"])
    }
    if cut == .interrupted { return faults + ["did not repeat an interrupted call: \(printed)"] }
    if ![1, 4, 6].contains(printed.status) { faults.append("ended badly: \(printed)") }
    // The others are about SQLite: it tries a failed open in another way, and loses the error.
    let causes =
      cut == .full
      ? ["is full", "has 0 B left"]
      : ["nput/output error", "disk I/O error", "unable to open database file", "not be opened"]
    let told = printed.errors + printed.output
    if !causes.contains(where: told.contains) { faults.append("hides why: \(printed)") }
    if cut == .full, state != before, !isBetween {
      faults.append("failed, and changed something: \(state)")
    }
    return faults
  }

  /// What the commands after it find.
  private func recovery(since counters: StandinCounters, _ cut: CrashCut) async throws -> [String] {
    var faults: [String] = []
    _ = try await scene.findings()
    let state = try await scene.state()
    let renewals = await scene.house.server.standin.counters.refreshes["work"] ?? 0
    let isLost = try scene.holdsOldSession() && renewals > counters.refreshes["work"] ?? 0
    // A disk that fills up after the room was found is told with the account, as after a death.
    if isLost, cut == .inputOutput || cut == .interrupted {
      faults.append("a renewed session was lost though swop lived")
    }

    let again = try await scene.whole()
    let isDone = state == after && before != after
    if !(isDone ? example.again.contains(again.status) : again.status == 0) {
      faults.append("the same command again: \(again)")
    }
    let end = try await scene.state()
    if end != after { faults.append("after the same command again: \(end)") }
    faults += try await sessionFaults(since: counters, isLost: isLost, again)
    try await scene.settle()

    let file = try await scene.house.signInFile(of: "spare")
    let next = try await scene.house.swop(["add", "spare", "--import", file.text])
    if next.status != 0 { faults.append("the next command: \(next)") }
    faults += try await scene.house.inspection.faults() + scene.leftBeside()
    _ = try await scene.findings(["doctor", "--fix", "--json"])
    faults += try await scene.findings().filter { !known.contains($0) && !isLost }
      .map { "doctor cannot mend: \($0)" }
    return faults
  }

  /// No refresh token is used twice, unless its successor died with the process: then the account says
  /// that it has to be signed in.
  private func sessionFaults(
    since counters: StandinCounters, isLost: Bool, _ again: Printed
  ) async throws -> [String] {
    let reuses = await scene.house.server.standin.counters.reuses - counters.reuses
    var faults = reuses == (isLost ? 1 : 0) ? [] : ["\(reuses) refresh tokens were used twice"]
    guard example.renews else { return faults }
    let work = try again.json()["accounts"]?.elements?.first { $0["label"]?.text == "work" }
    let error = work?["error"]
    let isToldLost =
      error?["code"]?.text == "session_expired"
      && error?["remedy"]?.text == "Sign in again: swop relogin work"
    if isLost ? !isToldLost : work?.isWell != true { faults.append("the account: \(again)") }
    return faults
  }

  /// A turn of the real codex on the account that no command here touches.
  private func turn() async throws -> [String] {
    let ran = try await scene.house.codex(as: "home", "hi")
    return ran.status == 0 && ran.output == "answered by home\n" ? [] : ["codex: \(ran)"]
  }
}

/// How many points of each command are tried. `SWOP_CRASH=1` takes every one in every way (make crash),
/// `SWOP_CRASH=5` every fifth; without it a few are taken, each in one way.
enum CrashForm {
  /// Every how many points one is tried in every way, nil for the short form.
  private static let step = ThisProcess.environment["SWOP_CRASH"].flatMap { Int($0) }

  /// Whether a real codex takes a turn after the point with this number, from 1: after one in fifty, in the
  /// short form after the first of each command that starts codex itself.
  static func hasTurn(after number: Int, startsCodex: Bool) -> Bool {
    step == nil ? number == 1 && startsCodex : number.isMultiple(of: 50)
  }

  /// The points to try, from 1, and what happens there.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - samples: how many the short form takes, always the same.
  /// - Returns: The points in the order in which they are tried.
  static func walk(over count: Int, samples: Int) -> [(point: Int, cut: CrashCut)] {
    if let step {
      // A few more, because a second run may take more calls than the one that was counted.
      let points = stride(from: 1 + count % step, through: count + 10, by: step)
      return CrashCut.allCases.flatMap { cut in points.map { ($0, cut) } }
    }
    let step = max(1, count / samples)
    let points = stride(from: 1 + count % step, through: count, by: step)
    let cuts = CrashCut.allCases
    return points.enumerated().map { ($1, cuts[($0 + count) % cuts.count]) }
  }
}

/// What happens to a program at one point of its work (Tests/CutTool).
enum CrashCut: String, Sendable, CaseIterable {
  /// It dies, as by `kill -9`.
  case kill
  /// One call fails as on a bad sector.
  case inputOutput = "eio"
  /// The disk is full from then on.
  case full
  /// A signal arrives: one call fails and has to be repeated.
  case interrupted = "eintr"
}

/// What was tried on one command, for the table of Tests/Tools/crash.
struct CrashTally {
  /// The command.
  let command: String
  /// How many points it has.
  let points: Int
  /// How often it died.
  var kills = 0
  /// How often a call failed.
  var failures = 0
  /// How many turns of the real codex followed.
  var turns = 0
  /// How many of them left something wrong.
  var findings = 0

  /// The points that were tried or turned out not to be there.
  var tried = 0
  private let name = Hexadecimal.text(SystemRandom().bytes(8))

  init(command: String, points: Int) {
    self.command = command
    self.points = points
  }

  /// Counts a point, and writes the row and what was found into the folder that `SWOP_CRASH_TALLY` names.
  ///
  /// - Throws: `FileError`.
  mutating func count(_ cut: CrashCut, _ found: [String]) throws {
    switch cut {
    case .kill: kills += 1
    case .inputOutput, .full, .interrupted: failures += 1
    }
    guard let folder = ThisProcess.environment.nonEmpty("SWOP_CRASH_TALLY") else { return }
    let files = DiskFileSystem()
    if !found.isEmpty {
      findings += 1
      let text = (["\(command), \(cut):"] + found).joined(separator: "\n") + "\n"
      try files.replace(
        FilePath(folder) / "\(name)-\(findings).finding", with: Data(text.utf8), mode: .privateFile)
    }
    let row = "\(command)\t\(points)\t\(kills)\t\(failures)\t\(turns)\t\(findings)\n"
    try files.replace(FilePath(folder) / "\(name).tsv", with: Data(row.utf8), mode: .privateFile)
  }
}
