import Engine
import EngineCore

/// `swop doctor`: whether everything is as it should be.
enum DoctorCommand {
  static let definition = CommandDefinition(
    "doctor", summary: "Check everything, and mend what is safe to mend", action: run
  ).with {
    $0.details = [
      "Says of everything that is not as it should be what was found, why it matters and what mends it. "
        + "With --fix it mends what loses nothing: what is in the way goes to the backup folder of swop.",
      "While other users can write the folder of swop, or a folder on the way to it, no command reads "
        + "anything in it. --fix then only takes that right away from them, where the folder is yours.",
      "Ends with 1 if a problem is left. Notes and warnings do not count.",
    ]
    $0.options = [
      OptionDefinition("fix", help: "Mend what is safe to mend"),
      OptionDefinition("dry-run", help: "Only say what --fix would mend"),
    ]
    $0.examples = [
      .init("swop doctor", "see what is wrong"),
      .init("swop doctor --fix --dry-run", "see what would be mended"),
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
