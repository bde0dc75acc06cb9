import EngineSandbox
import Testing

@Suite("SharingList")
struct SharingListTests {
  @Test("nothing that holds an identity is ever shared")
  func nothingWithIdentity() {
    let shared = Set(SharingList.entries.map(\.name))

    #expect(shared.isDisjoint(with: SharingList.neverShared.keys))
    #expect(!shared.contains { $0.contains("auth") || $0.contains("credential") })
  }

  @Test("every entry is named once, is one name, and says why it is shared")
  func entriesAreSound() {
    let names = SharingList.entries.map(\.name)

    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { !$0.contains("/") && !$0.isEmpty })
    #expect(SharingList.entries.allSatisfy { $0.reason.hasSuffix(".") })
  }

  @Test(
    "conversations are shared only by versions that leave each other's whole",
    arguments: [
      (0, 133, .refused), (0, 136, .refused), (0, 137, .own), (0, 144, .own), (0, 148, .own),
      (0, 149, .shared), (0, 163, .shared), (1, 0, .shared),
    ] as [(Int, Int, HistorySharing)])
  func versions(major: Int, minor: Int, expected: HistorySharing) {
    #expect(HistorySharing(codexMajor: major, minor: minor) == expected)
  }
}
