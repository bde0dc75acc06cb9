import EngineCodex
import EngineKernel

/// `swop binary check`: whether the codex that is used will do.
enum BinaryCheckCommand {
  static let definition = CommandDefinition(
    "check", summary: "Check the codex that is used", action: run
  ).with {
    $0.details = [
      "Says which codex is used, whether swop knows its version, and what it lacks. With --supports it "
        + "asks codex itself whether it knows a flag, and ends with 1 if it does not."
    ]
    $0.options = [
      OptionDefinition(
        "supports", value: .required("FLAG"), help: "Ask whether codex knows a flag"),
      BinaryCommand.option,
    ]
    $0.examples = [
      .init("swop binary check", "check the codex that is used"),
      .init("swop binary check --supports=--experimental-json", "ask for one flag"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let flag = invocation.command.options["supports"]
    if let flag, !isFlag(flag) {
      throw UsageError.unreadable(
        what: "--supports", value: flag, expected: "a flag such as --experimental-json",
        path: invocation.command.path)
    }
    let lookup = try CodexLookup(invocation)
    let binary = try await lookup.search.resolve(lookup.places)
    var support: Bool?
    if let flag {
      support = try await CodexFlagProbe(binary, in: invocation.environment).knows(flag)
    }
    if invocation.isJSON {
      invocation.print(json(binary, flag, support))
    } else {
      invocation.say(lines(binary, flag, support))
    }
    return support == false ? FailureOutcome.failed.rawValue : 0
  }

  private static func lines(_ binary: CodexBinary, _ flag: String?, _ support: Bool?) -> [String] {
    let path = PrintableText.sanitized(binary.path.text)
    let script = binary.form == .script ? ", a script that starts it" : ""
    var lines = ["codex \(binary.version) at \(path) (\(binary.origin.phrase)\(script))."]
    if binary.abilities.isNewerThanTested {
      lines.append(
        "It is newer than \(CodexAbilities.newestTested), the newest that swop was tested with.")
    }
    lines += binary.abilities.lacks
    if let flag, let support {
      lines.append("It \(support ? "knows" : "does not know") \(PrintableText.sanitized(flag)).")
    }
    return lines
  }

  private static func json(_ binary: CodexBinary, _ flag: String?, _ support: Bool?) -> OrderedJSON
  {
    .report([
      "binary": BinaryPathCommand.json(binary),
      "newer_than_tested": .flag(binary.abilities.isNewerThanTested),
      "lacks": .array(binary.abilities.lacks.map { .text($0) }), "flag": .optional(flag),
      "supported": support.map { .flag($0) } ?? .null,
    ])
  }

  private static func isFlag(_ text: String) -> Bool {
    text.hasPrefix("-") && text.count > 1 && text != "--"
      && text.unicodeScalars.allSatisfy { $0.isASCII && $0 != " " && $0 != "=" }
  }
}
