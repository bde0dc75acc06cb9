import Testing

@testable import EngineCore

@Suite("NearestName")
struct NearestNameTests {
  @Test(
    "offers what was probably meant, and nothing when nothing is close",
    arguments: [
      ("stauts", "status"), ("STATUS", "status"), ("statu", "status"), ("staatus", "status"),
      ("hist", "history"), ("rm", nil), ("x", nil), ("", nil), ("completely-else", nil),
      ("ad", "add"), ("trahs", "trash"), ("sett", "set"),
    ] as [(String, String?)])
  func nearest(typed: String, expected: String?) {
    let names = ["status", "add", "set", "trash", "history", "remove"]

    #expect(NearestName.of(typed, in: names) == expected)
  }

  @Test("a swap of neighbours is one slip")
  func swap() {
    #expect(NearestName.distance(Array("wrok"), Array("work")) == 1)
    #expect(NearestName.distance(Array("abc"), Array("")) == 3)
    #expect(NearestName.distance(Array("kitten"), Array("sitting")) == 3)
  }

  @Test("very long words cost little and do not match")
  func longWords() {
    let long = String(repeating: "a", count: 100_000)

    #expect(NearestName.of(long, in: ["status", "add"]) == nil)
  }
}
