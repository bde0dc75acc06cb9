import EngineCore

@testable import CLI

extension FuzzCase {
  /// The command line: every line is understood or explained, and what belongs to codex stays as it is.
  static let arguments = FuzzCase(name: "arguments") { bytes in
    // One argument a line, as `xargs -0` would have one a NUL.
    let words = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(16)
    let line = words.filter { !$0.contains(0) }.map { Argument(bytes: Array($0)) }

    if let command = try parsed(line) { try checkParts(of: command, in: line) }
    try checkCodex(line)
  }

  /// What a line means, nil if it was refused with a sentence that may be printed.
  private static func parsed(_ line: [Argument]) throws -> ParsedCommand? {
    var parser = ArgumentParser(line, root: CommandCatalogue.root)
    do {
      return try parser.parse()
    } catch {
      try promise("an error is safe to print", isPrintable(error.message))
      try promise("a remedy is safe to print", isPrintable(error.remedy ?? ""))
      try promise("an error is short", error.message.count < 400)
      return nil
    }
  }

  private static func checkParts(of command: ParsedCommand, in line: [Argument]) throws {
    try promise(
      "what belongs to codex is the end of the line",
      line.suffix(command.rest.count) == command.rest[...])
    try promise(
      "only a command that has a rest gives one",
      command.rest.isEmpty || command.definition.restName != nil)
    let known = Set(command.definition.allOptions.map(\.name))
    try promise(
      "an option is one of the command's", command.options.keys.allSatisfy(known.contains))
  }

  /// `swop codex -- …` hands over everything behind the dashes, byte for byte.
  private static func checkCodex(_ line: [Argument]) throws {
    let command = try parsed(["codex", "--"] + line)
    try promise("codex gets every word as it is", command?.rest == line)
  }
}
