import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("Clients' tokens in the state database")
struct ClientTokenStoreTests {
  private let folder: TemporaryFolder
  private let start = Date(timeIntervalSince1970: 1_800_000_000)

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("digests are kept by name, replaced only if that is meant, and forgotten")
  func keeps() throws {
    let database = try StateDatabase.inMemory()
    let editor = record("editor", "aa")

    #expect(try database.keepClientToken(editor, replacing: false))
    #expect(try database.keepClientToken(record("app", "bb"), replacing: false))
    #expect(try !database.keepClientToken(record("app", "cc"), replacing: false))
    #expect(try database.clientTokens() == [record("app", "bb"), editor])
    #expect(try database.keepClientToken(record("app", "dd"), replacing: true))
    #expect(try database.clientTokens() == [record("app", "dd"), editor])
    let bound = ClientTokenRecord(
      name: "app", digest: "ee", createdAt: start, account: AccountID("someone"),
      isForContainer: true)
    #expect(try database.keepClientToken(bound, replacing: true))
    #expect(try database.clientTokens() == [bound, editor])
    #expect(try database.forgetClientToken(named: "app"))
    #expect(try !database.forgetClientToken(named: "app"))
    #expect(try database.clientTokens() == [editor])
  }

  private func record(_ name: String, _ digest: String) -> ClientTokenRecord {
    ClientTokenRecord(name: name, digest: digest, createdAt: start)
  }
}
