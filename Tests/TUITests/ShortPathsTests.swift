import Testing

@testable import TUI

@Suite("Paths in one line")
struct ShortPathsTests {
  @Test(
    "give way where the sentence does not fit, and nothing else does",
    arguments: [
      ("Cannot write /home/me/.swop/accounts/home/meta.json: the disk is full.", 80, nil),
      (
        "Cannot write /home/me/.swop/accounts/home/meta.json: the disk is full.", 69,
        "Cannot write …/home/meta.json: the disk is full."
      ),
      ("Move it: mv ~/.swop/a/state.db /b/c", 10, "Move it: mv …/a/state.db /b/c"),
      ("and/or, 3/4  of / and ~/x", 5, nil),
    ])
  func fitting(sentence: String, width: Int, short: String?) {
    #expect(ShortPaths.fitting(sentence, width: width, ellipsis: "…") == short ?? sentence)
  }
}
