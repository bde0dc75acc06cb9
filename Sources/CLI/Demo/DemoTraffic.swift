import Engine
import EngineKernel
import EngineStandin
import TUI

/// Lets the samples live: somebody works on two of them, and what that costs is read now and then.
struct DemoTraffic: Sendable {
  let standin: Standin
  let fleet: any DashboardFleet
  let time: any TimeSource

  /// Who works, and how much of a window a step costs.
  private static let workers: [(name: String, percent: Double)] = [
    ("work-1", 0.9), ("home", 0.4), ("lab", 0.6),
  ]
  /// So long a step takes.
  private static let step = Duration.seconds(3)

  /// Works until the task is cancelled.
  func run() async {
    var turn = 0
    while (try? await time.sleep(for: Self.step)) != nil {
      let worker = Self.workers[turn % Self.workers.count]
      turn += 1
      await standin.update { state, now in state.use(worker.percent, by: worker.name, at: now) }
      // A reading that fails is read again with the next step.
      let snapshot = try? await fleet.snapshot(refresh: false)
      let id = snapshot?.accounts.first { $0.account.label.text == worker.name }?.id
      if let id { _ = try? await fleet.readQuota(of: [id], limit: .seconds(5)) }
    }
  }
}
