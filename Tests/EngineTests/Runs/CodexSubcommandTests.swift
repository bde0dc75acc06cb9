import EngineCore
import Testing

@testable import Engine

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

  @Test(
    "swop's flags are said again where a -c behind a subcommand would make codex forget them",
    arguments: [
      ("exec hi", "F exec hi"),
      ("-c a exec hi", "F -c a exec hi"),
      ("exec -c a hi -c b", "F exec F -c a hi -c b"),
      ("exec --config=a hi", "F exec F --config=a hi"),
      ("exec -ca hi", "F exec F -ca hi"),
      ("exec -c a resume --last hi", "F exec F -c a resume --last hi"),
      ("exec -c a resume ID -c b hi", "F exec -c a resume ID F -c b hi"),
      ("exec -m x -c a prompt -c b", "F exec -m x F -c a prompt -c b"),
      ("features -c a list -c b", "F features -c a list F -c b"),
      ("resume ID -c a", "F resume ID F -c a"),
      ("exec -- -c a", "F exec -- -c a"),
      ("-c a", "F -c a"),
      ("sandbox bash -c true", "F sandbox bash -c true"),
      ("mcp add x sh -c true", "F mcp add x sh -c true"),
      ("app-server -c a", "F app-server F -c a"),
    ])
  func settings(words: String, line: String) {
    let arguments = words.split(separator: " ").map { Argument(String($0)) }

    let found = CodexSubcommand.line(["F"], arguments)

    #expect(found.map(\.description).joined(separator: " ") == line)
  }
}
