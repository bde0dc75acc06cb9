import EngineCore
import Testing

@testable import CLI

@Suite("Help")
struct HelpTests {
  @Test("the help of a command is made from its definition")
  func command() async throws {
    let outcome = await (try Rig()).run("help", "trash", "restore")

    let expected = """
      swop trash restore: Bring an account back

      Usage
        swop trash restore LABEL [options]

      Arguments
        LABEL  The account in the trash

      Options
            --as NEW      Restore it under another label
            --json        Print one JSON object for scripts
            --color WHEN  When to use colour: auto, always or never
        -h, --help        Show this help

      Examples
        swop trash restore old
            bring the account old back
        swop trash restore old --as spare
            bring it back under another label

      """
    #expect(outcome == .init(status: 0, output: expected, errors: ""))
  }

  @Test("a group lists its commands and says which is meant without one")
  func group() async throws {
    let outcome = await (try Rig()).run("trash", "--help")

    #expect(
      outcome.output == """
        swop trash: List, restore or destroy removed accounts

        Usage
          swop trash [COMMAND] [options]

        Removed accounts stay here for 30 days at least. swop trash purge signs out and
        destroys what is older.

        Commands
          list, ls  List what is in the trash
          restore   Bring an account back
          purge     Sign out and destroy what is in the trash

        Options
              --json        Print one JSON object for scripts
              --color WHEN  When to use colour: auto, always or never
          -h, --help        Show this help

        Examples
          swop trash
              list what is in the trash

        """)
  }

  @Test("--help, swop help and help of a wrong line agree")
  func ways() async throws {
    let rig = try Rig()
    let expected = await rig.run("help", "add")

    #expect(await rig.run("add", "--help") == expected)
    #expect(await rig.run("add", "-h", "--bogus") == expected)
    #expect(
      await rig.run("help", "a")
        == .init(
          status: 2, output: "",
          errors: "swop: “swop a” is not a swop command.\nSee how it is used: swop --help\n"))
    #expect(
      await rig.run("help", "trash", "lst").errors.hasSuffix("Did you mean swop trash list?\n"))
  }

  @Test("alone, swop explains itself; its version is one line")
  func alone() async throws {
    let rig = try Rig()

    #expect(
      await rig.run().output.hasPrefix("swop: Use several OpenAI Codex sign-ins as one pool\n"))
    #expect(await rig.run().status == 0)
    #expect(await rig.run("--version").output == "swop \(SwopVersion.current)\n")
    #expect(
      await rig.run("--version", "--json").output
        == "{\"schema_version\":1,\"version\":\"\(SwopVersion.current)\",\"build\":null}\n")
    #expect(await rig.run("completions").status == 2)
  }

  @Test("every command has an example, one voice, and names that are not taken")
  func catalogue() {
    func walk(_ command: CommandDefinition, _ path: [String]) {
      let name = path.joined(separator: " ")
      #expect(!command.examples.isEmpty, "\(name)")
      #expect(command.examples.allSatisfy { $0.line.contains("swop") }, "\(name)")
      let helps = command.options.map(\.help) + command.positionals.map(\.help) + [command.summary]
      #expect(helps.allSatisfy { !$0.hasSuffix(".") && $0.first?.isUppercase == true }, "\(name)")
      #expect(command.details.allSatisfy { $0.hasSuffix(".") }, "\(name)")
      let options = command.allOptions.map(\.name)
      #expect(Set(options).count == options.count, "\(name)")
      let letters = command.allOptions.compactMap(\.letter)
      #expect(Set(letters).count == letters.count, "\(name)")
      let names = command.subcommands.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names).count == names.count, "\(name)")
      #expect((command.action == nil) == !command.subcommands.isEmpty, "\(name)")
      for subcommand in command.subcommands { walk(subcommand, path + [subcommand.name]) }
    }
    walk(CommandCatalogue.root, ["swop"])
  }

  @Test("examples are lines that the parser understands")
  func examples() throws {
    func walk(_ command: CommandDefinition) throws {
      for example in command.examples {
        let shell =
          example.line.split(separator: "|").map(String.init)
          .first { $0.contains("swop ") } ?? example.line
        let words = shell.split(separator: ">")[0].split(separator: " ").map(String.init)
        let start = try #require(words.firstIndex(of: "swop"))
        let line = words[(start + 1)...].filter { $0 != "" }
        // Words in quotes stay one word.
        var arguments: [Argument] = []
        var quoted: String?
        for word in line {
          if let open = quoted {
            quoted = word.hasSuffix("'") ? nil : open + " " + word
            if quoted == nil { arguments.append(Argument(open + " " + word)) }
          } else if word.hasPrefix("'") && !word.hasSuffix("'") {
            quoted = word
          } else {
            arguments.append(Argument(word))
          }
        }
        var parser = ArgumentParser(arguments, root: CommandCatalogue.root)
        #expect(throws: Never.self, "\(example.line)") { try parser.parse() }
      }
      for subcommand in command.subcommands { try walk(subcommand) }
    }
    try walk(CommandCatalogue.root)
  }
}
