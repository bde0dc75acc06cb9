import EngineCore
import Testing

@testable import Engine

@Suite("PrunePlan")
struct PrunePlanTests {
  private let now = Date(timeIntervalSince1970: 1_795_000_000)
  private var cutoff: Date { now - 30 * 86_400 }

  private func conversation(
    _ id: String, days: Double, changedDays: Double? = nil, isPinned: Bool = false,
    parent: String? = nil
  ) -> ConversationRecord {
    ConversationRecord(
      id: id, title: nil, folder: nil, usedAt: now - days * 86_400,
      changedAt: now - (changedDays ?? days) * 86_400, size: 10, isPinned: isPinned,
      rollout: FilePath("/h/sessions/\(id)"), home: "/h", parent: parent)
  }

  @Test("takes what was neither used nor written since then, the longest unused first")
  func age() {
    let plan = PrunePlan(
      [
        conversation("old", days: 31), conversation("young", days: 29),
        conversation("edge", days: 30), conversation("oldest", days: 400),
        conversation("written", days: 90, changedDays: 1),
        conversation("moved", days: 1, changedDays: 90),
      ], cutoff: cutoff
    ) { _ in .init() }

    #expect(plan.doomed.map(\.id) == ["oldest", "old"])
    #expect(
      plan.kept == ["young": .younger, "edge": .younger, "written": .younger, "moved": .younger])
    #expect(plan.counts == [.younger: 4])
  }

  @Test("never takes what is pinned, open, perhaps open, or outside its home")
  func guarded() {
    let plan = PrunePlan(
      [
        conversation("pinned", days: 99, isPinned: true), conversation("open", days: 99),
        conversation("busy", days: 99), conversation("outside", days: 99),
        conversation("free", days: 99),
      ], cutoff: cutoff
    ) { conversation in
      var found = PrunePlan.Circumstances()
      found.isOpen = conversation.id == "open"
      found.mayBeOpen = conversation.id == "busy"
      found.isOutside = conversation.id == "outside"
      return found
    }

    #expect(plan.doomed.map(\.id) == ["free"])
    #expect(plan.kept == ["pinned": .pinned, "open": .open, "busy": .busy, "outside": .outside])
  }

  @Test("keeps whatever started a conversation that stays, for codex deletes helpers with it")
  func helpers() {
    let plan = PrunePlan(
      [
        conversation("root", days: 99), conversation("middle", days: 99, parent: "root"),
        conversation("leaf", days: 99, isPinned: true, parent: "middle"),
        conversation("other", days: 99, parent: "gone"),
        conversation("loop", days: 99, parent: "loop"),
        conversation("aside", days: 99, parent: "root"),
      ], cutoff: cutoff
    ) { _ in .init() }

    #expect(plan.doomed.map(\.id) == ["aside", "loop", "other"])
    #expect(plan.kept == ["leaf": .pinned, "middle": .needed, "root": .needed])
  }
}
