import EngineKernel
import Testing

@testable import EngineRuns

@Suite("What a command line asks of codex")
struct CodexSubcommandTests {
  @Test(
    "knows the subcommand behind options and their values",
    arguments: [
      (["exec", "do it"], "exec"), (["e", "do it"], "exec"), ([], nil), (["fix the bug"], nil),
      (["-c", "model=\"exec\"", "resume", "--last"], "resume"), (["-m", "exec"], nil),
      (["-mo3", "exec"], "exec"), (["--model=o3", "review"], "review"), (["--", "exec"], nil),
      (["--search", "fork"], "fork"), (["fix", "exec"], nil), (["--version"], nil),
      (["-C", "/tmp", "a", "x"], "apply"), (["-"], nil), (["-c"], nil),
    ] as [([String], String?)])
  func names(words: [String], name: String?) {
    #expect(CodexSubcommand(words.map { Argument($0) }).name == name)
  }

  @Test(
    "names the safe way for what would end a session",
    arguments: [
      (["login"], "relogin"), (["login", "--device-auth"], "relogin"), (["logout"], "logout"),
      (["-c", "a=1", "logout"], "logout"), (["login", "status"], nil), (["login", "--help"], nil),
      (["exec", "logout"], nil), (["mcp", "login", "x"], nil), (["mcp", "logout", "x"], nil),
      ([], nil),
    ] as [([String], String?)])
  func replacements(words: [String], replacement: String?) {
    #expect(CodexSubcommand(words.map { Argument($0) }).safeReplacement == replacement)
  }

  @Test("knows what talks with the model")
  func conversations() {
    let talking: [[Argument]] = [[], ["hi"], ["exec", "x"], ["resume"], ["fork"], ["review"]]
    let silent: [[Argument]] = [
      ["mcp", "list"], ["doctor"], ["--help"], ["exec", "--help"], ["-V"],
    ]

    #expect(talking.allSatisfy { CodexSubcommand($0).isConversation })
    #expect(!silent.contains { CodexSubcommand($0).isConversation })
  }
}
