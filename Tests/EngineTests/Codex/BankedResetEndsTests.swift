import EngineCore
import Testing

@testable import Engine

@Suite("The ends of banked resets")
struct BankedResetEndsTests {
  private static let end = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(
    "are read from both spellings, as texts and as numbers, soonest first",
    arguments: [
      #"[{"status":"available","expires_at":"2027-01-15T08:01:00.25Z"},{"expires_at":1800000000}]"#,
      #"[{"expiresAt":1800000060.25,"status":"available"},{"expiresAt":"1800000000"}]"#,
    ])
  func spellings(list: String) throws {
    #expect(try ends(list) == [Self.end, Self.end + 60.25])
  }

  @Test(
    "leave out what is used, what never ends and what makes no sense",
    arguments: [
      "[]", #"[{"status":"redeemed","expires_at":1800000000}]"#, #"[{"expires_at":null}]"#,
      #"[{"expires_at":"soon"},{"expires_at":-1},{"expires_at":1e300},{"expires_at":{}},7,null]"#,
    ])
  func nothing(list: String) throws {
    #expect(try ends(list) == [])
  }

  @Test("are unknown where there is no list", arguments: ["null", "{}", "3"])
  func unknown(list: String) throws {
    #expect(try ends(list) == nil)
  }

  @Test("are kept within bounds")
  func many() throws {
    let list = [String](repeating: #"{"expires_at":1800000000}"#, count: 1_000)

    #expect(try ends("[\(list.joined(separator: ","))]")?.count == 32)
  }

  private func ends(_ list: String) throws -> [Date]? {
    BankedResetEnds.ends(in: try JSONReader.value(in: Array(list.utf8)))
  }
}
