import Engine
import EngineCore

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

/// `swop __labels`: what shells complete labels with. It says nothing when something is wrong: a
/// completion prints no messages.
enum LabelsCommand {
  static let definition = CommandDefinition(
    "__labels", summary: "Print labels for completions", action: run
  ).with {
    $0.isHidden = true
    $0.options = [OptionDefinition("trash", help: "Print the labels in the trash")]
    $0.examples = [.init("swop __labels", "print every label, one a line")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    guard let labels = try? await labels(invocation) else { return 0 }
    let printable = labels.map(PrintableText.sanitized)
    invocation.environment.output.write(printable.map { $0 + "\n" }.joined())
    return 0
  }

  private static func labels(_ invocation: Invocation) async throws -> [String] {
    let fleet = try await invocation.environment.makeFleet(Settings())
    if invocation.command.has("trash") {
      return try await fleet.trash().map(\.account.label.text)
    }
    return try await fleet.snapshot(refresh: false).accounts.map(\.account.label.text)
  }
}
