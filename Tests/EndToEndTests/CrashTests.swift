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
