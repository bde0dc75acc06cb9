/// Completions for zsh, made from the catalogue of commands.
struct ZshCompletions: Sendable {
  private let root: CommandDefinition

  init(_ root: CommandDefinition) {
    self.root = root
  }

  /// The script, for a file named `_swop` in `fpath`.
  var text: String {
    let functions = CommandWalk.all(below: root).map(function)
    return """
      #compdef swop
      # zsh completion for swop
      _swop_labels() {
        local -a labels
        labels=("${(@f)$(swop __labels 2>/dev/null)}")
        labels=("${(@)labels:#}")
        compadd -a labels
      }
      _swop_trashed() {
        local -a labels
        labels=("${(@f)$(swop __labels --trash 2>/dev/null)}")
        labels=("${(@)labels:#}")
        compadd -a labels
      }
      \(functions.joined(separator: "\n"))
      _swop "$@"

      """
  }

  private func function(_ walk: CommandWalk) -> String {
    let command = walk.command
    var specs = command.allOptions.map(spec)
    let hasCommands = !command.shownSubcommands.isEmpty
    if hasCommands {
      specs += ["'1: :->command'", "'*:: :->rest'"]
    } else {
      for (index, positional) in command.positionals.enumerated() {
        let place = positional.maximum == nil ? "*" : "\(index + 1)"
        specs.append(
          "'\(place):\(quoted(positional.name)):\(action(positional.completion))'")
      }
    }
    var lines = ["_swop\(walk.path.map { "_" + $0 }.joined())() {"]
    if hasCommands { lines.append("  local context state line") }
    lines.append("  _arguments -C \\")
    lines += specs.enumerated().map {
      "    \($0.element)" + ($0.offset == specs.count - 1 ? "" : " \\")
    }
    if hasCommands { lines += dispatch(walk) }
    return (lines + ["}"]).joined(separator: "\n")
  }

  private func dispatch(_ walk: CommandWalk) -> [String] {
    let commands = walk.command.shownSubcommands
    var lines = ["  case $state in", "    command)", "      local -a commands", "      commands=("]
    lines += commands.map { "        '\($0.name):\(quoted($0.summary))'" }
    lines += ["      )", "      _describe command commands", "      ;;", "    rest)"]
    lines.append("      case $line[1] in")
    for command in commands {
      let names = ([command.name] + command.aliases).joined(separator: "|")
      lines.append(
        "        \(names)) _swop\((walk.path + [command.name]).map { "_" + $0 }.joined()) ;;")
    }
    return lines + ["      esac", "      ;;", "  esac"]
  }

  private func spec(_ option: OptionDefinition) -> String {
    let help = "[\(quoted(option.help))]"
    let value: String
    switch option.value {
    case .none: value = ""
    case .required(let name): value = ":\(quoted(name)):\(action(option.completion))"
    case .optional(let name): value = "::\(quoted(name)):\(action(option.completion))"
    }
    let isJoined = if case .optional = option.value { "=-" } else { value.isEmpty ? "" : "=" }
    let long = "\(option.flag)\(isJoined)\(help)\(value)"
    guard let letter = option.letter else { return "'\(long)'" }
    let short = value.isEmpty ? "-\(letter)" : "-\(letter)+"
    return "'(-\(letter) \(option.flag))'{\(short),\(option.flag)\(isJoined)}'\(help)\(value)'"
  }

  private func action(_ completion: Completion) -> String {
    switch completion {
    case .none: " "
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .labels: "_swop_labels"
    case .trashedLabels: "_swop_trashed"
    case .settings: "(\(BashCompletions.settings.joined(separator: " ")))"
    case .files: "_files"
    case .commands: "(\(root.shownSubcommands.map(\.name).joined(separator: " ")))"
    }
  }

  /// Text inside single quotes and a spec, where brackets and colons mean something.
  private func quoted(_ text: String) -> String {
    text.replacing("'", with: "’").replacing("[", with: "(").replacing("]", with: ")")
      .replacing(":", with: "\\:")
  }
}
