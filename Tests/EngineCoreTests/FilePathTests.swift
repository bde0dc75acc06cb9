import EngineCore
import Testing

@Suite("FilePath")
struct FilePathTests {
  @Test("trailing slashes go, except for the root")
  func trailingSlashes() {
    #expect(FilePath("/a/b//").text == "/a/b")
    #expect(FilePath("/").text == "/")
    #expect(FilePath("//").text == "/")
    #expect(FilePath("").text == "")
  }

  @Test(
    "a path has a name and a parent",
    arguments: [
      ("/a/b", "b", "/a"), ("/a", "a", "/"), ("/", "/", "/"), ("a", "a", "."), ("a/b", "b", "a"),
    ])
  func parts(path: String, name: String, parent: String) {
    #expect(FilePath(path).name == name)
    #expect(FilePath(path).parent.text == parent)
  }

  @Test("a name is put into a folder with one slash")
  func joining() {
    #expect((FilePath("/") / "a").text == "/a")
    #expect((FilePath("/a") / "b").text == "/a/b")
  }

  @Test("inside means by whole components")
  func inside() {
    #expect(FilePath("/a/b").isInside("/a"))
    #expect(FilePath("/a").isInside("/a"))
    #expect(FilePath("/a").isInside("/"))
    #expect(!FilePath("/ab").isInside("/a"))
    #expect(!FilePath("/a").isInside("/a/b"))
  }
}
