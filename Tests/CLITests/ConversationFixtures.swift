import Engine
import EngineCore

extension [ConversationRecord] {
  /// A conversation of yesterday and a pinned one of long ago.
  static var some: [ConversationRecord] {
    [
      ConversationRecord(
        id: "019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10", title: "Find the leak\nin the parser",
        folder: "/home/me/acme", account: AccountID("id-work-1"), label: "work-1",
        startedAt: .fixed - 90_000, usedAt: .fixed - 86_400, size: 1_240_000,
        rollout: "/home/me/.codex/sessions/2026/11/19/rollout-a.jsonl", home: "/home/me/.codex"),
      ConversationRecord(
        id: "0199c0de-5d2a-7c41-9f5e-3f1f6d2f9a11", title: nil, folder: nil,
        usedAt: .fixed - 60 * 86_400, size: 41_000, isPinned: true,
        rollout: "/home/me/.codex/sessions/2026/09/21/rollout-b.jsonl", home: "/home/me/.codex"),
    ]
  }
}

extension PruneReport {
  /// One went, two stay.
  static var some: PruneReport {
    var report = PruneReport()
    report.removed = [[ConversationRecord].some[0]]
    report.kept = [.pinned: 1, .younger: 1]
    return report
  }
}

extension Leftover {
  /// Copies of codex in the home of work-1.
  static var packages: Leftover {
    Leftover(
      kind: .daemonPackages,
      path: "/home/me/.swop/accounts/work-1/codex/packages/app-server-daemon",
      home: "/home/me/.swop/accounts/work-1/codex", label: "work-1", bytes: 361_000_000,
      isInUse: false)
  }
}
