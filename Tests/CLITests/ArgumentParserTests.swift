import EngineCore
import Testing

@testable import CLI

@Suite("ArgumentParser")
struct ArgumentParserTests {
  private static let root = CommandDefinition("swop", summary: "root").with {
    $0.options = [OptionDefinition("version", help: "v")]
    $0.subcommands = [
      CommandDefinition("status", summary: "s") { _ in 0 }.with {
        $0.aliases = ["st"]
        $0.options = [
          OptionDefinition("refresh", letter: "R", help: "r"),
          OptionDefinition("plain", letter: "p", help: "p"),
          OptionDefinition("format", letter: "F", value: .required("TEXT"), help: "f"),
          OptionDefinition(
            "kind", value: .required("KIND"), completion: .words(["a", "b"]), help: "k"),
          OptionDefinition(
            "rotate", value: .optional("required"), completion: .words(["required"]), help: "o"),
        ]
        $0.positionals = [
          PositionalDefinition("ONE", count: .optional, help: "1"),
          PositionalDefinition("MORE", count: .any, help: "2"),
        ]
      },
      CommandDefinition("codex", summary: "c") { _ in 0 }.with {
        $0.options = [
          OptionDefinition("account", letter: "a", value: .required("LABEL"), help: "a"),
          OptionDefinition("auto", help: "a"),
        ]
        $0.restName = "ARGS"
      },
      CommandDefinition("trash", summary: "t").with {
        $0.subcommands = [
          CommandDefinition("list", summary: "l") { _ in 0 },
          CommandDefinition("purge", summary: "p") { _ in 0 }.with {
            $0.positionals = [PositionalDefinition("LABEL", help: "l")]
          },
        ]
        $0.defaultSubcommand = "list"
      },
      CommandDefinition("secret", summary: "x") { _ in 0 }.with { $0.isHidden = true },
    ]
  }

  struct Understood: Sendable, CustomTestStringConvertible {
    let line: [String]
    var path: [String] = ["status"]
    var options: [String: String] = [:]
    var words: [String: [String]] = [:]
    var rest: [String] = []
    var testDescription: String { line.joined(separator: " ") }
  }

  static let understood: [Understood] = [
    Understood(line: [], path: []),
    Understood(line: ["--version"], path: [], options: ["version": ""]),
    Understood(line: ["status"]),
    Understood(line: ["st"]),
    Understood(line: ["--json", "status"], options: ["json": ""]),
    Understood(line: ["status", "-R", "--plain"], options: ["refresh": "", "plain": ""]),
    Understood(line: ["status", "-Rp"], options: ["refresh": "", "plain": ""]),
    Understood(line: ["status", "-R", "-R"], options: ["refresh": ""]),
    Understood(line: ["status", "-RFx"], options: ["refresh": "", "format": "x"]),
    Understood(line: ["status", "--format", "x"], options: ["format": "x"]),
    Understood(line: ["status", "--format=x=y"], options: ["format": "x=y"]),
    Understood(line: ["status", "--format="], options: ["format": ""]),
    Understood(line: ["status", "--format", "-x"], options: ["format": "-x"]),
    Understood(line: ["status", "--kind", "b"], options: ["kind": "b"]),
    Understood(line: ["status", "--rotate"], options: ["rotate": ""]),
    Understood(line: ["status", "--rotate=required"], options: ["rotate": "required"]),
    Understood(
      line: ["status", "--rotate", "x"], options: ["rotate": ""], words: ["ONE": ["x"]]),
    Understood(
      line: ["status", "a", "-R", "b", "-"], options: ["refresh": ""],
      words: ["ONE": ["a"], "MORE": ["b", "-"]]),
    Understood(line: ["status", "--", "-R"], words: ["ONE": ["-R"]]),
    Understood(line: ["status", "--color", "never"], options: ["color": "never"]),
    Understood(line: ["trash"], path: ["trash", "list"]),
    Understood(line: ["trash", "--json"], path: ["trash", "list"], options: ["json": ""]),
    Understood(line: ["trash", "purge", "x"], path: ["trash", "purge"], words: ["LABEL": ["x"]]),
    Understood(
      line: ["trash", "purge", "--help"], path: ["trash", "purge"], options: ["help": ""]),
    Understood(line: ["status", "--wrong", "--help"], options: ["help": ""]),
    Understood(line: ["secret"], path: ["secret"]),
    Understood(line: ["codex"], path: ["codex"]),
    Understood(
      line: ["codex", "--account", "w", "exec", "--json", "--account"], path: ["codex"],
      options: ["account": "w"], rest: ["exec", "--json", "--account"]),
    Understood(
      line: ["codex", "--auto", "--model", "x", "--json"], path: ["codex"], options: ["auto": ""],
      rest: ["--model", "x", "--json"]),
    Understood(
      line: ["codex", "-c", "a=b"], path: ["codex"], rest: ["-c", "a=b"]),
    Understood(
      line: ["codex", "--json", "--", "--json", "--"], path: ["codex"], options: ["json": ""],
      rest: ["--json", "--"]),
    Understood(line: ["codex", "-"], path: ["codex"], rest: ["-"]),
    Understood(line: ["codex", "--accounts=x"], path: ["codex"], rest: ["--accounts=x"]),
  ]

  @Test("understands", arguments: understood)
  func understands(_ test: Understood) throws {
    var parser = ArgumentParser(test.line.map { Argument($0) }, root: Self.root)

    let command = try parser.parse()

    #expect(command.path == test.path)
    #expect(command.options == test.options)
    #expect(command.words == test.words)
    #expect(command.rest == test.rest.map { Argument($0) })
  }

  @Test(
    "refuses with what to do instead",
    arguments: [
      (["stauts"], "“swop stauts” is not a swop command.", "Did you mean swop status?"),
      (["secre"], "“swop secre” is not a swop command.", "See how it is used: swop --help"),
      (
        ["trash", "prge"], "“swop trash prge” is not a swop command.",
        "Did you mean swop trash purge?"
      ),
      (
        ["status", "--refesh"], "swop status: unknown option “--refesh”.", "Did you mean --refresh?"
      ),
      (
        ["status", "-x"], "swop status: unknown option “-x”.",
        "See how it is used: swop status --help"
      ),
      (
        ["status", "-Rx"], "swop status: unknown option “-x”.",
        "See how it is used: swop status --help"
      ),
      (["--jsn"], "swop: unknown option “--jsn”.", "Did you mean --json?"),
      (
        ["status", "--format"], "--format needs a value: --format TEXT",
        "See how it is used: swop status --help"
      ),
      (
        ["status", "--format", "--"], "--format needs a value: --format TEXT",
        "See how it is used: swop status --help"
      ),
      (
        ["status", "--plain=1"], "--plain takes no value.", "See how it is used: swop status --help"
      ),
      (
        ["status", "--kind", "c"], "--kind is “c”; it must be a or b.",
        "See how it is used: swop status --help"
      ),
      (
        ["status", "--kind="], "--kind is “”; it must be a or b.",
        "See how it is used: swop status --help"
      ),
      (
        ["status", "--rotate=no"], "--rotate is “no”; it must be required.",
        "See how it is used: swop status --help"
      ),
      (
        ["status", "--format", "a", "--format", "b"], "--format was given twice.",
        "See how it is used: swop status --help"
      ),
      (
        ["trash", "purge"], "swop trash purge needs LABEL.",
        "See how it is used: swop trash purge --help"
      ),
      (
        ["trash", "purge", "a", "b\u{1B}[2J"],
        "swop trash purge: unexpected argument “b[2J”.",
        "See how it is used: swop trash purge --help"
      ),
      (
        ["codex", "--account"], "--account needs a value: --account LABEL",
        "See how it is used: swop codex --help"
      ),
    ])
  func refuses(line: [String], message: String, remedy: String) {
    var parser = ArgumentParser(line.map { Argument($0) }, root: Self.root)

    let error = #expect(throws: UsageError.self) { try parser.parse() }

    #expect(error?.message == message)
    #expect(error?.remedy == remedy)
    #expect(error?.outcome == .usage)
  }

  @Test("knows that JSON is wanted even when the line is wrong, but not from codex's own words")
  func wantsJSON() {
    for (line, wanted) in [
      (["stauts", "--json"], true), (["--json", "status", "--no"], true),
      (["status", "--no"], false), (["codex", "--account"], false),
      (["codex", "exec", "--json"], false),
    ] {
      var parser = ArgumentParser(line.map { Argument($0) }, root: Self.root)
      _ = try? parser.parse()
      #expect(parser.wantsJSON == wanted, "\(line)")
    }
  }

  @Test("bytes that are not text reach codex unchanged and are refused elsewhere")
  func notText() throws {
    let strange = Argument(bytes: [0xFF, 0x2D, 0xFE])
    var codex = ArgumentParser(["codex", "--auto", strange, "--auto"], root: Self.root)
    var status = ArgumentParser(["status", strange], root: Self.root)
    var value = ArgumentParser(["codex", "--account", strange], root: Self.root)

    #expect(try codex.parse().rest == [strange, "--auto"])
    #expect(throws: UsageError.notText(number: 2)) { try status.parse() }
    #expect(throws: UsageError.notText(number: 3)) { try value.parse() }
  }
}
