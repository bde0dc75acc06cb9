import EngineCore
import EnginePlatform
import Testing

@testable import CLI

@Suite("Completions")
struct CompletionsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let line: String
    let offers: [String]
    var testDescription: String { line }
  }

  static let cases: [Case] = [
    Case(line: "swop sta", offers: ["status"]),
    Case(line: "swop re", offers: ["relogin", "remove", "rename"]),
    Case(line: "swop status --re", offers: ["--refresh"]),
    Case(line: "swop --color ne", offers: ["never"]),
    Case(line: "swop trash pu", offers: ["purge"]),
    Case(line: "swop trash restore o", offers: ["old"]),
    Case(line: "swop set ", offers: ["work", "my\\ lab"]),
    Case(line: "swop set --json m", offers: ["my\\ lab"]),
    Case(line: "swop rename work ", offers: []),
    Case(line: "swop codex --account wo", offers: ["work"]),
    Case(line: "swop best --strategy d", offers: ["drain"]),
    Case(line: "swop config get str", offers: ["strategy"]),
    Case(line: "swop help his", offers: ["history"]),
    Case(line: "swop __", offers: []),
    Case(line: "swop rm w", offers: ["work"]),
  ]

  @Test("bash completes commands, flags, values and labels as they are", arguments: cases)
  func bash(_ test: Case) async throws {
    let script = await (try Rig()).run("completions", "bash").output
    let words = test.line.split(separator: " ", omittingEmptySubsequences: false)
    let probe = """
      swop() { if [[ $2 == --trash ]]; then echo old; else printf 'work\\nmy lab\\n'; fi; }
      COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " ")))
      COMP_CWORD=\(words.count - 1)
      _swop
      ((${#COMPREPLY[@]})) && printf '%s\\n' "${COMPREPLY[@]}"
      exit 0
      """
    let command = ProcessCommand(
      executable: "/bin/bash", arguments: ["-c", Argument(script + probe)],
      environment: ProcessEnvironment(["PATH": "/usr/bin:/bin"]))

    let output = try await PosixProcessRunner().run(command, limit: .seconds(60))

    let offers = String(decoding: output.standardOutput.reveal(), as: UTF8.self)
    #expect(offers.split(separator: "\n").map(String.init) == test.offers)
    #expect(output.standardError.reveal() == [])
  }

  @Test("every shell's script knows every command", arguments: ["bash", "zsh", "fish"])
  func complete(shell: String) async throws {
    let script = await (try Rig()).run("completions", shell).output

    for command in CommandCatalogue.root.shownSubcommands {
      #expect(script.contains(command.name))
      for option in command.options { #expect(script.contains(option.name), "\(option.name)") }
    }
    #expect(script.contains("swop __labels"))
    #expect(script.hasSuffix("\n"))
  }
}
