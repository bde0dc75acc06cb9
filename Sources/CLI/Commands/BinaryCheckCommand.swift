import Engine
import EngineCore

/// `swop binary check`: whether the codex that is used will do.
enum BinaryCheckCommand {
  static let definition = CommandDefinition(
    "check", summary: "Check the codex that is used", action: run
  ).with {
    $0.details = [
      "Says which codex is used, whether swop knows its version, what it lacks, and asks it whether it "
        + "understands everything that swop passes. With --supports it asks for one more flag, with "
        + "--user whether that user can run it and write the sandboxes. Exits with 1 if something fails."
    ]
    $0.options = [
      OptionDefinition(
        "user", value: .required("NAME"), help: "Check that this system user can run it"),
      OptionDefinition(
        "supports", value: .required("FLAG"), help: "Check whether codex supports a flag"),
      BinaryCommand.option,
    ]
    $0.examples = [
      .init("swop binary check", "check the codex that is used"),
      .init("swop binary check --supports=--experimental-json", "check one flag"),
      .init("swop binary check --user www-data", "see whether a service's user can run it"),
    ]
  }

  /// What was found out.
  private struct Findings {
    var binary: CodexBinary
    var flag: String?
    var isSupported: Bool?
    var missing: [CodexNeed]
    var user: String?
    var obstacles: [String]

    var isGood: Bool { isSupported != false && missing.isEmpty && obstacles.isEmpty }
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let flag = invocation.command.options["supports"]
    if let flag, !isFlag(flag) {
      throw UsageError.unreadable(
        what: "--supports", value: flag, expected: "a flag such as --experimental-json",
        path: invocation.command.path)
    }
    let user = try invocation.command.options["user"].map { try Self.user($0, invocation) }
    let lookup = try CodexLookup(invocation)
    let binary = try await lookup.search.resolve(lookup.places)
    let probe = CodexFlagProbe(binary, in: invocation.environment)
    var findings = Findings(
      binary: binary, flag: flag, missing: [], user: user?.name, obstacles: [])
    for need in CodexNeed.all where binary.version >= need.since {
      if try await !probe.understands(need.words) { findings.missing.append(need) }
    }
    if let flag { findings.isSupported = try await probe.knows(flag) }
    if let user { findings.obstacles = try obstacles(of: user, binary, invocation) }
    if invocation.isJSON {
      invocation.print(json(findings))
    } else {
      invocation.say(lines(findings))
    }
    return findings.isGood ? 0 : FailureOutcome.failed.rawValue
  }

  private static func user(
    _ name: String, _ invocation: Invocation
  ) throws(UsageError) -> MachineUser {
    guard let user = invocation.environment.machine.user(named: name) else {
      throw .unreadable(
        what: "--user", value: name, expected: "the name of a user of this machine",
        path: invocation.command.path)
    }
    return user
  }

  private static func obstacles(
    of user: MachineUser, _ binary: CodexBinary, _ invocation: Invocation
  ) throws -> [String] {
    let files = invocation.environment.files
    let access = UserAccess(of: user, files: files)
    let root = try invocation.environment.settingsStore().path.parent
    let sandboxes = root / "accounts"
    return access.obstacles(toRunning: binary.path)
      + (files.exists(sandboxes) ? access.obstacles(toWriting: sandboxes) : [])
  }

  private static func lines(_ findings: Findings) -> [String] {
    let binary = findings.binary
    let path = PrintableText.sanitized(binary.path.text)
    let script = binary.form == .script ? ", a script that starts it" : ""
    var lines = ["codex \(binary.version) at \(path) (\(binary.origin.phrase)\(script))."]
    if binary.abilities.isNewerThanTested {
      lines.append(
        "It is newer than \(CodexAbilities.newestTested), the newest that swop was tested with.")
    }
    lines += binary.abilities.lacks
    lines += findings.missing.map { "It does not understand \($0.name): \($0.purpose)." }
    if let flag = findings.flag, let isSupported = findings.isSupported {
      let verb = isSupported ? "knows" : "does not know"
      lines.append("It \(verb) \(PrintableText.sanitized(flag)).")
    }
    if let user = findings.user {
      let name = PrintableText.sanitized(user)
      lines += findings.obstacles.map { PrintableText.sanitized($0) + "." }
      if findings.obstacles.isEmpty { lines.append("\(name) can run it and write the sandboxes.") }
    }
    return lines
  }

  private static func json(_ findings: Findings) -> OrderedJSON {
    let binary = findings.binary
    return .report([
      "binary": BinaryPathCommand.json(binary),
      "newer_than_tested": .flag(binary.abilities.isNewerThanTested),
      "lacks": .array(binary.abilities.lacks.map { .text($0) }),
      "flag": .optional(findings.flag),
      "supported": findings.isSupported.map { .flag($0) } ?? .null,
      "not_understood": .array(findings.missing.map { .text($0.name) }),
      "user": .optional(findings.user),
      "obstacles": .array(findings.obstacles.map { .text($0) }),
    ])
  }

  private static func isFlag(_ text: String) -> Bool {
    text.hasPrefix("-") && text.count > 1 && text != "--"
      && text.unicodeScalars.allSatisfy { $0.isASCII && $0 != " " && $0 != "=" }
  }
}
