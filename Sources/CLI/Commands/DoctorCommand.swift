import Engine
import EngineCore

/// `swop doctor`: whether everything is as it should be.
enum DoctorCommand {
  static let definition = CommandDefinition(
    "doctor", summary: "Check everything and repair what is safe to repair", action: run
  ).with {
    $0.details = [
      "For each problem, says what was found, why it matters and how to fix it. "
        + "With --fix it repairs what can be repaired without loss: anything in the way moves to swop's backup folder.",
      "While other users can write the folder of swop, or a folder on the way to it, no command reads "
        + "anything in it. --fix then only takes that right away from them, where the folder is yours.",
      "Exits with 1 if a problem remains. Notes and warnings do not count.",
    ]
    $0.options = [
      OptionDefinition("fix", help: "Repair what is safe to repair"),
      OptionDefinition("dry-run", help: "Show what --fix would repair"),
    ]
    $0.examples = [
      .init("swop doctor", "see what is wrong"),
      .init("swop doctor --fix --dry-run", "see what would be repaired"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let isTrial = invocation.command.has("dry-run")
    let report = try await report(invocation, isTrial: isTrial)
    if invocation.isJSON {
      invocation.print(DoctorText.json(report, isTrial: isTrial))
    } else {
      invocation.say(
        DoctorText.lines(report, isTrial: isTrial).map { invocation.screen.line($0) })
    }
    let isSick = report.findings.contains { $0.severity == .problem } || !report.failures.isEmpty
    return isSick ? FailureOutcome.failed.rawValue : 0
  }

  private static func report(
    _ invocation: Invocation, isTrial: Bool
  ) async throws -> DoctorReport {
    // What others could have changed is neither read nor started.
    guard invocation.isRootTrusted else { return invocation.environment.mendRoot(isTrial) }
    let doctor = try invocation.environment.makeDoctor()
    let mends = invocation.command.has("fix") || isTrial
    return try await Progress("looking", in: invocation).during {
      mends ? await doctor.mend(isTrial: isTrial) : await doctor.examine()
    }
  }
}

/// What doctor found, for people and for scripts.
enum DoctorText {
  /// A line for each check, and below it what was found.
  static func lines(_ report: DoctorReport, isTrial: Bool) -> [StyledText] {
    var lines = report.checks.flatMap { check in
      let findings = report.findings.filter { $0.check == check }
      return [heading(check, report.severity(of: check))] + body(findings)
    }
    // One repair may mend several things.
    for phrase in distinct(report.mended.compactMap(\.repair?.phrase)) {
      var line = StyledText(isTrial ? "would repair  " : "repaired  ", .stateReady)
      line.append(shown(phrase))
      lines.append(line)
    }
    for failure in report.failures {
      var line = StyledText("not repaired  ", .problem)
      line.append(shown(failure.message))
      lines.append(line)
    }
    lines.append(StyledText(summary(report)))
    return lines
  }

  /// The report for scripts.
  static func json(_ report: DoctorReport, isTrial: Bool) -> OrderedJSON {
    .report([
      "clean": .flag(report.isClean), "dry_run": .flag(isTrial),
      "checks": .array(report.checks.map { check in json(check, report) }),
      "mended": .array(report.mended.map(json)),
      "errors": .array(report.failures.map { .error($0) }),
    ])
  }

  private static func heading(
    _ check: CheckName, _ severity: DoctorFinding.Severity?
  ) -> StyledText {
    let (word, role): (String, Role) =
      switch severity {
      case nil: ("ok", .stateReady)
      case .note: ("note", .muted)
      case .warning: ("warning", .stateLow)
      case .problem: ("problem", .problem)
      }
    var line = StyledText(word, role).padded(to: 9)
    line.append(check.title)
    return line
  }

  /// What a check found. What one remedy mends stands together, and is explained once.
  private static func body(_ findings: [DoctorFinding]) -> [StyledText] {
    distinct(findings.map(\.remedy)).flatMap { remedy in
      let group = findings.filter { $0.remedy == remedy }
      var lines = group.map { StyledText("         " + shown($0.found)) }
      if let finding = group.first(where: { $0.severity != .note }) {
        lines.append(StyledText("         " + finding.check.why, .muted))
      }
      if let remedy { lines.append(StyledText("         " + shown(remedy), .title)) }
      return lines
    }
  }

  /// Each value once, at its first place.
  private static func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  private static func summary(_ report: DoctorReport) -> String {
    let counts = DoctorFinding.Severity.allCases.reversed().compactMap { severity -> String? in
      let count = report.findings.filter { $0.severity == severity }.count
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    return counts.isEmpty ? "No problems found." : counts.joined(separator: ", ") + "."
  }

  private static func json(_ check: CheckName, _ report: DoctorReport) -> OrderedJSON {
    let findings = report.findings.filter { $0.check == check }
    return .object([
      "name": .text(check.rawValue),
      "result": .text(report.severity(of: check)?.rawValue ?? "ok"), "why": .text(check.why),
      "findings": .array(findings.map(json)),
    ])
  }

  private static func json(_ finding: DoctorFinding) -> OrderedJSON {
    .object([
      "check": .text(finding.check.rawValue), "severity": .text(finding.severity.rawValue),
      "found": .text(finding.found), "remedy": .optional(finding.remedy),
      "repair": .optional(finding.repair?.phrase),
    ])
  }

  private static func shown(_ text: String) -> String { PrintableText.sanitized(text) }
}
