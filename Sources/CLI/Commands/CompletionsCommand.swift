/// `swop completions`: what teaches a shell to complete swop's words.
enum CompletionsCommand {
  static let definition = CommandDefinition(
    "completions", summary: "Print completions for a shell"
  ).with {
    $0.details = ["Labels are completed as they are at that moment."]
    $0.examples = [
      .init("swop completions bash > ~/.local/share/bash-completion/completions/swop", "for bash"),
      .init("swop completions zsh > ~/.zfunc/_swop", "for zsh, with ~/.zfunc in fpath"),
      .init("swop completions fish > ~/.config/fish/completions/swop.fish", "for fish"),
    ]
    $0.subcommands = [
      shell("bash") { BashCompletions($0).text }, shell("zsh") { ZshCompletions($0).text },
      shell("fish") { FishCompletions($0).text },
    ]
  }

  private static func shell(
    _ name: String, _ text: @escaping @Sendable (CommandDefinition) -> String
  ) -> CommandDefinition {
    CommandDefinition(name, summary: "Print completions for \(name)") { invocation in
      let script = text(invocation.root)
      if invocation.isJSON {
        invocation.print(.report(["shell": .text(name), "script": .text(script)]))
      } else {
        invocation.environment.output.write(script)
      }
      return 0
    }.with {
      $0.examples = [.init("swop completions \(name)", "print completions for \(name)")]
    }
  }
}
