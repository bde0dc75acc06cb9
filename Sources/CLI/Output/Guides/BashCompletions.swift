import EngineCore

/// Completions for bash 3.2 and newer, made from the catalogue of commands.
struct BashCompletions: Sendable {
  private let root: CommandDefinition

  init(_ root: CommandDefinition) {
    self.root = root
  }

  /// The script.
  var text: String {
    let commands = CommandWalk.all(below: root)
    let steps = commands.filter { !$0.command.subcommands.isEmpty }.flatMap(descents)
    let offers = commands.map(offer)
    return """
      # bash completion for swop
      # Labels may hold spaces: one a line, quoted as they are offered.
      _swop_offer() {
        local word
        while IFS= read -r word; do
          [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
        done
      }
      _swop_words() {
        COMPREPLY+=($(compgen -W "$1" -- "$cur"))
      }
      _swop() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= place=0 index word
        COMPREPLY=()
        for ((index = 1; index < COMP_CWORD; index++)); do
          word=${COMP_WORDS[index]}
          case "$path/$word" in
      \(steps.map { "      " + $0 }.joined(separator: "\n"))
            */-*) ;;
            *) place=$((place + 1)) ;;
          esac
        done
        case "$path" in
      \(offers.joined(separator: "\n"))
        esac
      }
      complete -F _swop swop

      """
  }

  private func descents(_ walk: CommandWalk) -> [String] {
    let prefix = walk.path.map { "/" + $0 }.joined()
    return walk.command.shownSubcommands.map { subcommand in
      let names = [subcommand.name] + subcommand.aliases
      let patterns = names.map { "\"\(prefix)/\($0)\"" }.joined(separator: "|")
      return "\(patterns)) path=\"\(prefix)/\(subcommand.name)\"; place=0 ;;"
    }
  }

  private func offer(_ walk: CommandWalk) -> String {
    let command = walk.command
    var lines = ["    \"\(walk.path.map { "/" + $0 }.joined())\")"]
    let valued = command.allOptions.filter { $0.value != .none && !isOptional($0) }
    if !valued.isEmpty {
      lines.append("      case \"$prev\" in")
      for option in valued {
        let letters = option.letter.map { "|-\($0)" } ?? ""
        lines.append("        \(option.flag)\(letters)) \(offer(option.completion)); return ;;")
      }
      lines.append("      esac")
    }
    let flags = command.allOptions.map(\.flag).joined(separator: " ")
    lines.append("      [[ $cur == -* ]] && { _swop_words \"\(flags)\"; return; }")
    if !command.shownSubcommands.isEmpty {
      let names = command.shownSubcommands.map(\.name).joined(separator: " ")
      lines.append("      _swop_words \"\(names)\"")
    }
    for (index, positional) in command.positionals.enumerated() {
      let condition = positional.maximum == nil ? "-ge" : "-eq"
      lines.append("      [[ $place \(condition) \(index) ]] && \(offer(positional.completion))")
    }
    lines.append("      ;;")
    return lines.joined(separator: "\n")
  }

  private func isOptional(_ option: OptionDefinition) -> Bool {
    if case .optional = option.value { true } else { false }
  }

  private func offer(_ completion: Completion) -> String {
    switch completion {
    case .none: ":"
    case .words(let words): "_swop_words \"\(words.joined(separator: " "))\""
    case .labels: "_swop_offer < <(swop __labels 2>/dev/null)"
    case .trashedLabels: "_swop_offer < <(swop __labels --trash 2>/dev/null)"
    case .settings: "_swop_words \"\(Self.settings.joined(separator: " "))\""
    case .files: "COMPREPLY+=($(compgen -f -- \"$cur\"))"
    case .commands:
      "_swop_words \"\(root.shownSubcommands.map(\.name).joined(separator: " "))\""
    }
  }

  /// The names of settings that are not about one account.
  static let settings = SettingCatalogue.all.filter { !$0.isRepeated }.map(\.name)
}
