/// Completions for fish, made from the catalogue of commands.
struct FishCompletions: Sendable {
  private let root: CommandDefinition

  init(_ root: CommandDefinition) {
    self.root = root
  }

  /// The script.
  var text: String {
    let lines = CommandWalk.all(below: root).flatMap(lines)
    return """
      # fish completion for swop
      # True if the words before the cursor lead to exactly this command.
      function __swop_at
        set -l words (commandline -opc)
        set -e words[1]
        set -l path
        for word in $words
          string match -q -- '-*' $word; or set -a path $word
        end
        test (count $path) -ge (count $argv); or return 1
        for index in (seq (count $argv))
          contains -- $path[$index] (string split , -- $argv[$index]); or return 1
        end
      end
      function __swop_group
        __swop_at $argv; or return 1
        set -l words (commandline -opc)
        set -e words[1]
        set -l path
        for word in $words
          string match -q -- '-*' $word; or set -a path $word
        end
        test (count $path) -eq (count $argv)
      end
      complete -c swop -f
      \(lines.joined(separator: "\n"))

      """
  }

  private func lines(_ walk: CommandWalk) -> [String] {
    let names = path(walk.path).joined(separator: " ")
    let at = names.isEmpty ? "" : " -n '__swop_at \(names)'"
    let group = "-n '__swop_group\(names.isEmpty ? "" : " " + names)'"
    var lines = walk.command.shownSubcommands.map {
      "complete -c swop \(group) -a \($0.name) -d '\(quoted($0.summary))'"
    }
    let options = walk.path.isEmpty ? walk.command.allOptions : walk.command.options
    lines += options.map { option in
      let short = option.letter.map { " -s \($0)" } ?? ""
      let value =
        option.value == .none
        ? ""
        : option.completion == .files
          ? " -r -F" : " -x" + (words(option.completion).map { " -a \($0)" } ?? "")
      let condition =
        walk.path.isEmpty && option.name == "version" ? " -n '__swop_group'" : at
      return
        "complete -c swop\(condition)\(short) -l \(option.name)\(value) -d '\(quoted(option.help))'"
    }
    lines += walk.command.positionals.compactMap { positional in
      if positional.completion == .files { return "complete -c swop\(at) -F" }
      return words(positional.completion).map { "complete -c swop\(at) -a \($0)" }
    }
    return lines
  }

  /// The names that lead to a command, other names of each after a comma.
  private func path(_ names: [String]) -> [String] {
    var command = root
    return names.map { name in
      command = command.subcommand(named: name) ?? command
      return ([name] + command.aliases).joined(separator: ",")
    }
  }

  private func words(_ completion: Completion) -> String? {
    switch completion {
    case .none, .files: nil
    case .words(let words): "'\(words.joined(separator: " "))'"
    case .labels: "'(swop __labels 2>/dev/null)'"
    case .trashedLabels: "'(swop __labels --trash 2>/dev/null)'"
    case .settings: "'\(BashCompletions.settings.joined(separator: " "))'"
    case .commands: "'\(root.shownSubcommands.map(\.name).joined(separator: " "))'"
    }
  }

  private func quoted(_ text: String) -> String {
    text.replacing("'", with: "\\'")
  }
}
