import EngineCodex
import EngineKernel
import EngineStandin
import EngineSystem
import TestSupport
import Testing

/// Walks over the points of a command where it changes something outside itself. The usual walk takes a
/// few of them, always the same; with `SWOP_SOAK=1` (make soak) it takes every one.
@Suite("A command cut off in the middle, end to end")
struct CrashTests {
  @Test(
    "dying anywhere leaves the old or the new state, and the next command works",
    arguments: CrashCase.all)
  func dying(_ example: CrashCase) async throws {
    let scene = try await CrashScene(example)

    for point in try await points(of: scene, example) {
      try await scene.reset()
      let before = await scene.house.server.standin.counters
      let reached = try await scene.cut(at: point, by: .kill)
      guard reached.isCut else { break }
      let place = Comment(rawValue: "point \(point): \(reached.note)")
      #expect(reached.printed.status == 137, place)
      try await check(example, scene, since: before, place)
    }
  }

  @Test(
    "a disk that fills up anywhere is told in one sentence and changes nothing",
    arguments: CrashCase.all)
  func filling(_ example: CrashCase) async throws {
    let scene = try await CrashScene(example)

    for point in try await points(of: scene, example) {
      try await scene.reset()
      let before = await scene.house.server.standin.counters
      let reached = try await scene.cut(at: point, by: .full)
      guard reached.isCut else { break }
      let place = Comment(rawValue: "point \(point): \(reached.note)")
      let printed = reached.printed
      let state = try await scene.state()
      if printed.status == 0 {
        #expect(state == example.after, place)
      } else {
        #expect([1, 4, 6].contains(printed.status), "\(place) \(printed)")
        let isTold = (printed.errors + printed.output).contains("is full")
        #expect(isTold, "\(place) \(printed)")
        #expect(state == example.before, "\(place) \(printed)")
      }
      try await check(example, scene, since: before, place)
    }
  }

  /// The points to walk over, from 1.
  private func points(of scene: CrashScene, _ example: CrashCase) async throws -> [Int] {
    try await scene.reset()
    let whole = try await scene.cut(at: Int(Int32.max), by: .kill)
    try #require(whole.printed.status == 0, "\(whole.printed)")
    let count = try #require(Int(whole.note.dropFirst("end ".count)), "\(whole.note)")
    #expect(try await scene.state() == example.after)
    if Soak.isOn {
      print("walk: \(example.testDescription): \(count) points")
      return Array(1...(count + 20))
    }
    let step = max(1, count / example.samples)
    return Array(stride(from: 1 + count % step, through: count, by: step))
  }

  /// What must hold after a cut, wherever it was.
  private func check(
    _ example: CrashCase, _ scene: CrashScene, since before: StandinCounters, _ place: Comment
  ) async throws {
    let state = try await scene.state()
    #expect(state == example.before || state == example.after, place)
    let isDone = state == example.after && example.before != example.after
    let renewals = await scene.house.server.standin.counters.refreshes["work"] ?? 0
    let lost = try scene.holdsOldSession() && renewals > before.refreshes["work"] ?? 0

    let again = try await scene.whole()
    #expect(
      isDone ? example.again.contains(again.status) : again.status == 0, "\(place) \(again)")
    #expect(try await scene.state() == example.after, place)
    try await checkSession(example, scene, since: before, lost: lost, again, place)

    let file = try await scene.house.signInFile(of: "spare")
    let next = try await scene.house.swop(["add", "spare", "--import", file.text])
    #expect(next.status == 0, "\(place) \(next)")
    #expect(try await scene.house.inspection.faults() == [], place)
  }

  /// No refresh token is used twice, unless its successor died with the process: then the account says
  /// that it has to be signed in.
  private func checkSession(
    _ example: CrashCase, _ scene: CrashScene, since before: StandinCounters, lost: Bool,
    _ again: Printed, _ place: Comment
  ) async throws {
    let reuses = await scene.house.server.standin.counters.reuses - before.reuses
    #expect(reuses == (lost ? 1 : 0), place)
    guard example.renews else { return }
    let work = try again.json()["accounts"]?.elements?.first { $0["label"]?.text == "work" }
    if lost {
      let error = work?["error"]
      #expect(error?["code"]?.text == "session_expired", "\(place) \(again)")
      #expect(error?["remedy"]?.text == "Sign in again: swop relogin work", place)
    } else {
      #expect(work?.isWell == true, "\(place) \(again)")
    }
  }
}
