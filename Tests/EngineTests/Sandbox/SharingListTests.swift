import Testing

@testable import Engine

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
}
