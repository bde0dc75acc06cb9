import EngineCore

/// The help of a command, made from its definition.
struct HelpText: Sendable {
  private let command: CommandDefinition
  private let path: [String]

  /// The help of a command that these names lead to.
  init(_ command: CommandDefinition, path: [String]) {
    self.command = command
    self.path = path
  }

  /// How the command is typed.
  var usage: String {
    var words = ["swop"] + path
    if !command.shownSubcommands.isEmpty {
      words.append(command.defaultSubcommand == nil ? "COMMAND" : "[COMMAND]")
    }
    words += command.positionals.map(\.synopsis)
    words.append("[options]")
    if let rest = command.restName { words.append("[--] [\(rest)]") }
    return words.joined(separator: " ")
  }

  /// The lines, prose broken at `width` columns.
  func lines(width: Int) -> [StyledText] {
    var title = StyledText((["swop"] + path).joined(separator: " "), .title)
    title.append(": \(command.summary)")
    var lines = [title, StyledText()]
    lines += section("Usage", [StyledText("  " + usage)])
    for paragraph in command.details {
      lines += TextWrap.lines(paragraph, width: width).map { StyledText($0) } + [StyledText()]
    }
    lines += list("Commands", command.shownSubcommands.map { (name($0), $0.summary) }, width)
    lines += list("Arguments", command.positionals.map { ($0.name, $0.help) }, width)
    lines += list("Options", command.allOptions.map { (option($0), $0.help) }, width)
    lines += examples
    if path.isEmpty {
      lines.append(StyledText("More about a command: swop help COMMAND", .muted))
    } else {
      lines.removeLast()
    }
    return lines
  }

  private func name(_ command: CommandDefinition) -> String {
    ([command.name] + command.aliases).joined(separator: ", ")
  }

  /// Long names stand under each other whether there is a short one or not.
  private func option(_ option: OptionDefinition) -> String {
    option.letter == nil ? "    " + option.synopsis : option.synopsis
  }

  private func section(_ title: String, _ lines: [StyledText]) -> [StyledText] {
    lines.isEmpty ? [] : [StyledText(title, .title)] + lines + [StyledText()]
  }

  private func list(
    _ title: String, _ entries: [(name: String, help: String)], _ width: Int
  ) -> [StyledText] {
    let column = min(26, entries.map(\.name.count).max() ?? 0)
    let lines = entries.flatMap { entry -> [StyledText] in
      let help = TextWrap.lines(entry.help, width: max(20, width - column - 4))
      let name = "  " + DisplayWidth.padded(entry.name, to: column) + "  "
      let indent = String(repeating: " ", count: column + 4)
      guard entry.name.count <= column else {
        return [StyledText("  " + entry.name)] + help.map { StyledText(indent + $0) }
      }
      return help.enumerated().map { StyledText(($0.offset == 0 ? name : indent) + $0.element) }
    }
    return section(title, lines)
  }

  private var examples: [StyledText] {
    section(
      "Examples",
      command.examples.flatMap { example in
        [StyledText("  " + example.line), StyledText("      " + example.help, .muted)]
      })
  }
}

/// The help of a command for scripts.
enum HelpJSON {
  /// The whole object.
  static func report(_ command: CommandDefinition, path: [String]) -> OrderedJSON {
    .report([
      "command": .text((["swop"] + path).joined(separator: " ")),
      "summary": .text(command.summary), "usage": .text(HelpText(command, path: path).usage),
      "commands": .array(
        command.shownSubcommands.map {
          .object(["name": .text($0.name), "summary": .text($0.summary)])
        }),
      "options": .array(
        command.allOptions.map { .object(["name": .text($0.flag), "help": .text($0.help)]) }),
    ])
  }
}

/// Breaks prose into lines.
enum TextWrap {
  /// Lines of at most `width` columns; a word that is longer stands alone.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

/// A command with the names that lead to it.
struct CommandWalk: Sendable {
  /// The names, without `swop`.
  let path: [String]
  /// The command.
  let command: CommandDefinition

  /// All commands that people are shown, each after the one above it.
  static func all(below root: CommandDefinition) -> [CommandWalk] {
    func walk(_ command: CommandDefinition, _ path: [String]) -> [CommandWalk] {
      [CommandWalk(path: path, command: command)]
        + command.shownSubcommands.flatMap { walk($0, path + [$0.name]) }
    }
    return walk(root, [])
  }
}
