import Engine
import EngineCore

/// `swop binary path`: the codex that is used.
enum BinaryPathCommand {
  static let definition = CommandDefinition(
    "path", summary: "Print the path of the codex that is used", action: run
  ).with {
    $0.details = ["Prints one line, fit for another program's path setting."]
    $0.options = [
      OptionDefinition("all", help: "Show every candidate and why it was not chosen"),
      BinaryCommand.option,
    ]
    $0.examples = [
      .init("swop binary path", "print the path"),
      .init("swop binary path --all", "see what else was looked at"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let lookup = try CodexLookup(invocation)
    guard invocation.command.has("all") else {
      let binary = try await lookup.search.resolve(lookup.places)
      if invocation.isJSON {
        invocation.print(.report(["binary": json(binary)]))
      } else {
        // Byte for byte, for other programs.
        invocation.environment.output.write(binary.path.text + "\n")
      }
      return 0
    }
    let candidates = await lookup.search.candidates(lookup.places)
    if invocation.isJSON {
      invocation.print(.report(["candidates": .array(candidates.map(json))]))
      return 0
    }
    var table = TextTable([
      .init(heading: "PATH", mayShrink: true), .init(heading: "FOUND"),
      .init(heading: "VERDICT", wraps: true),
    ])
    let winner = try? await lookup.search.resolve(lookup.places)
    for candidate in candidates {
      let isWinner = candidate.binary != nil && candidate.binary == winner
      let role: Role = isWinner ? .title : candidate.binary == nil ? .muted : .plain
      let verdict = candidate.binary.map { "codex \($0.version)" } ?? candidate.flaw ?? ""
      table.add([
        StyledText(PrintableText.sanitized(candidate.path.text), role),
        StyledText(candidate.origin.phrase, .muted),
        StyledText(PrintableText.sanitized(isWinner ? verdict + ", used" : verdict), role),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  /// A binary for scripts.
  static func json(_ binary: CodexBinary) -> OrderedJSON {
    .object([
      "path": .text(binary.path.text), "real_path": .text(binary.realPath.text),
      "origin": .text(binary.origin.rawValue), "form": .text(binary.form.rawValue),
      "version": .text(binary.version.description),
    ])
  }

  private static func json(_ candidate: CodexCandidate) -> OrderedJSON {
    .object([
      "path": .text(candidate.path.text), "origin": .text(candidate.origin.rawValue),
      "usable": .flag(candidate.binary != nil),
      "version": .optional(candidate.binary?.version.description),
      "reason": .optional(candidate.flaw),
    ])
  }
}
