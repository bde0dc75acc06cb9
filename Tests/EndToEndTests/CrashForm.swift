import EngineCore
import EnginePlatform

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
