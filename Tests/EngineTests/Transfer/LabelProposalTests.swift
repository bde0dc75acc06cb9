import EngineCore
import Testing

@testable import Engine

@Suite("Labels for sign-ins that come without one")
struct LabelProposalTests {
  @Test(
    "the old name, else the address; a plan or a number when that is taken",
    arguments: [
      ("work", "ada@example.com", [], "work"), (nil, "ada@example.com", [], "ada"),
      (nil, "ada@example.com", ["ADA"], "ada-team"),
      (nil, "ada@example.com", ["ada", "ada-team"], "ada-2"),
      (nil, "ada@example.com", ["ada", "ada-team", "ada-2"], "ada-3"),
      (nil, nil, [], "imported"), ("--", "@", [], "imported"), ("a/b\\c..d", nil, [], "a-b-c-d"),
      ("\u{1B}[31m", nil, [], "[31m"), (" - x ", nil, [], "x"), ("", "", [], "imported"),
    ])
  func proposals(name: String?, email: String?, taken: [String], expected: String) throws {
    let label = LabelProposal.label(
      name: name, email: email, plan: Plan("team"), taken: try taken.map { try Label($0) })

    #expect(label.text == expected)
  }

  @Test("a long name is cut, so that there is room for a number")
  func long() throws {
    let name = String(repeating: "x", count: 64)
    let first = LabelProposal.label(name: name, email: nil, plan: nil, taken: [])
    let second = LabelProposal.label(name: name, email: nil, plan: nil, taken: [first])

    #expect(first.text == String(repeating: "x", count: 40))
    #expect(second.text == first.text + "-2")
  }
}
