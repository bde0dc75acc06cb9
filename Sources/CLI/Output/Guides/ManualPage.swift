/// The manual page, made from the catalogue of commands.
package struct ManualPage: Sendable {
  private let root: CommandDefinition

  /// The page about all commands below `root`.
  package init(_ root: CommandDefinition) {
    self.root = root
  }

  /// The page in roff, for section 1.
  package var text: String {
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
    ".TP", ".B SWOP_ACCOUNT", "The account to use, or none.",
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
    ".TP", ".B NO_COLOR", "No colour if it is not empty.",
  ]

  /// Text as roff prints it: dashes that can be copied, nothing that reads as a request.
  private static func escaped(_ text: String) -> String {
    let body =
      text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("“", with: "\\(lq")
      .replacing("”", with: "\\(rq").replacing("…", with: "...")
    return body.hasPrefix(".") || body.hasPrefix("'") ? "\\&" + body : body
  }
}
