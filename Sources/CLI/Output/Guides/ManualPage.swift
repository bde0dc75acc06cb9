import EngineCore
import TUIKit

/// The manual page, made from the catalogue of commands.
struct ManualPage: Sendable {
  private let root: CommandDefinition

  /// The page about all commands below `root`.
  init(_ root: CommandDefinition) {
    self.root = root
  }

  /// The page in roff, for section 1.
  var text: String {
    var lines = [
      ".TH SWOP 1 \"\" \"swop \(SwopVersion.current)\" \"User Commands\"",
      ".SH NAME", "swop \\- \(Self.escaped(root.summary))",
      ".SH SYNOPSIS", ".B swop", ".I COMMAND", "[options]",
      ".SH DESCRIPTION",
    ]
    lines += root.details.map(Self.escaped)
    lines.append(".SH COMMANDS")
    for command in root.shownSubcommands { lines += section(command, path: [command.name]) }
    lines.append(".SH OPTIONS OF EVERY COMMAND")
    lines += CommandDefinition.globalOptions.flatMap { option($0) }
    lines += Self.closing
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ command: CommandDefinition, path: [String]) -> [String] {
    let usage = HelpText(command, path: path).usage
    var lines = [".SS \(Self.escaped(usage))", Self.escaped(command.summary) + "."]
    for detail in command.details { lines += [".PP", Self.escaped(detail)] }
    for positional in command.positionals {
      lines += [".TP", ".I \(Self.escaped(positional.name))", Self.escaped(positional.help) + "."]
    }
    lines += command.options.flatMap { option($0) }
    if !command.examples.isEmpty {
      lines += [".PP", "Examples:"]
      for example in command.examples {
        lines += [".PP", ".RS 4", ".nf", Self.escaped(example.line), ".fi"]
        lines += [Self.escaped(example.help) + ".", ".RE"]
      }
    }
    for subcommand in command.shownSubcommands {
      lines += section(subcommand, path: path + [subcommand.name])
    }
    return lines
  }

  private func option(_ option: OptionDefinition) -> [String] {
    [".TP", ".B \(Self.escaped(option.synopsis))", Self.escaped(option.help) + "."]
  }

  private static let closing = [
    ".SH EXIT STATUS",
    ".TP", ".B 0", "Done.",
    ".TP", ".B 1", "Failed.",
    ".TP", ".B 2", "The command line, a label or an environment variable is wrong.",
    ".TP", ".B 3", "No account can be used now; the message names the earliest reset.",
    ".TP", ".B 4", "A sign\\-in is needed; the message names the command.",
    ".TP", ".B 5", "codex is missing or too old.",
    ".TP", ".B 6", "Another swop holds what is needed.",
    ".TP", ".B 130", "Interrupted; another signal gives 128 and its number.",
    ".PP", "swop codex returns codex's own status once codex has started.",
    ".SH ENVIRONMENT",
    ".TP", ".B SWOP_ROOT",
    "Where swop keeps everything; else $XDG_STATE_HOME/swop, else ~/.swop.",
    ".TP", ".B SWOP_ACCOUNT", "The account to use; runs fail rather than take another.",
    ".TP", ".B SWOP_CODEX_BIN", "The codex binary to run.",
    ".TP", ".B SWOP_ISOLATION_MODE", "relaxed or strict.",
    ".TP", ".B SWOP_ROTATE", "0 or 1.",
    ".TP", ".B SWOP_DEPTH, SWOP_CHAIN",
    "Set for codex: how many runs this one is inside of, and the codex of each. More than 8 are refused.",
    ".TP", ".B SWOP_PROBE",
    "Set by swop to see whether a codex leads back to it. swop then only answers.",
    ".TP", ".B CODEX_HOME",
    "The folder that accounts share, else ~/.codex; remembered as the setting codex.home.",
    ".TP", ".B CODEX_CA_CERTIFICATE", "Certificates to trust, as for codex; else SSL_CERT_FILE.",
    ".TP", ".B NO_COLOR", "Disables colour if not empty.",
  ]

  /// Text as roff prints it: dashes that can be copied, nothing that reads as a request.
  private static func escaped(_ text: String) -> String {
    let body =
      text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("“", with: "\\(lq")
      .replacing("”", with: "\\(rq").replacing("…", with: "...")
    return body.hasPrefix(".") || body.hasPrefix("'") ? "\\&" + body : body
  }
}

/// The page `docs/KEYS.md`, made from the commands of the dashboard.
enum KeysPage {
  /// The page.
  static func markdown(_ set: CommandSet) -> String {
    var text = """
      # Keys

      Made by `swop keys --markdown`; a test keeps it current. What a key does depends on where the focus is.

      The settings file changes them: `"keys": {"account.delete": ["X", "F8"], "search": "none"}`, or
      `swop config set keys.account.delete X F8`. A command gets exactly the keys that are named; `none` leaves it to
      the command palette. A key that another command has in the same place is refused, unless that one gets other
      keys too. Esc and Ctrl-C keep what they do. `swop keys` shows the keys as they are now; a dashboard that is open
      takes a change up at once.

      """
    // A group is told in one place, wherever its commands stand in the order of hints.
    var groups: [String] = []
    for command in set.commands where !groups.contains(command.group) {
      groups.append(command.group)
    }
    for group in groups {
      text += "\n## \(group)\n\n| Keys | Does | Where | Command |\n| --- | --- | --- | --- |\n"
      for command in set.commands where command.group == group {
        let strokes = command.keys.map { "`\($0)`" }.joined(separator: " ")
        text += "| \(strokes) | \(command.title) | \(places(command)) | `\(command.id)` |\n"
      }
    }
    return text
  }

  /// The keys of a command in one line.
  static func keys(_ command: Command, _ keymap: Keymap) -> String {
    keymap.keys(of: command.id).map(\.description).joined(separator: " ")
  }

  /// Where the keys of a command hold.
  static func places(_ command: Command) -> String {
    command.contexts.map(\.rawValue).joined(separator: ", ")
  }
}

/// The first settings file: every general setting as a comment with its default.
enum ConfigTemplate {
  /// The text of the file.
  static var text: String {
    let settings = SettingCatalogue.all.filter { !$0.isRepeated && !$0.name.contains(".") }
    let lines = settings.map { setting in
      """
        // \(setting.help): \(setting.kind.expectation).
        // \(setting.name): \(setting.defaultValue?.json5 ?? "null"),

      """
    }
    return "// Settings of swop, in JSON5. See: swop config list\n{\n\(lines.joined())}\n"
  }
}
