import Engine
import EngineCore
import Testing

@Suite("ConversationUsage")
struct ConversationUsageTests {
  private let now = Date(timeIntervalSince1970: 1_795_000_000)

  @Test("counts by account and age, the largest account first")
  func shares() {
    let usage = ConversationUsage(
      [
        conversation("a", label: "work", days: 1, size: 5),
        conversation("b", label: "work", days: 8, size: 7),
        conversation("c", label: nil, days: 31, size: 100),
        conversation("d", label: "work", days: 91, size: 1),
      ], at: now)

    #expect(usage.total.count == 4)
    #expect(usage.total.bytes == 113)
    #expect(usage.shares.map(\.label) == [nil, "work"])
    #expect(usage.shares.map(\.total.bytes) == [100, 13])
    #expect(usage.shares[1].ages.mapValues(\.count) == [.week: 1, .month: 1, .older: 1])
  }

  @Test(
    "sizes read as people say them",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1.0 KB"), (9_949, "9.9 KB"), (9_951, "10 KB"),
      (999_499, "999 KB"), (999_501, "1.0 MB"), (360_000_000, "360 MB"), (-1, "0 B"),
      (4_100_000_000_000_000, "4100 TB"),
    ] as [(Int64, String)])
  func sizes(bytes: Int64, text: String) {
    #expect(ByteText.of(bytes) == text)
  }

  private func conversation(
    _ id: String, label: String?, days: Double, size: Int64
  ) -> ConversationRecord {
    ConversationRecord(
      id: id, title: nil, folder: nil, label: label, usedAt: now - days * 86_400, size: size,
      rollout: FilePath("/h/\(id)"), home: "/h")
  }
}
