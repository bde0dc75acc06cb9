import Engine
import EngineCore
import EnginePlatform

/// The root of the command line.
package enum SwopCommand {
  /// Runs the command that this process was started with, and ends the process with its status.
  package static func main() -> Never {
    StandardStream.fillClosed()
    ThisProcess.keepMemoryPrivate()
    // Before anything else is built: a guard is small, and there at once.
    if ThisProcess.arguments == [Argument(GuardMessage.verb)] { GuardProcess.run() }
    let environment = CompositionRoot.environment()
    // Another swop asks whether the codex that it found leads back to swop.
    if let answer = LoopProbe.answer(
      in: environment.variables, from: ThisProcess.executable)
    {
      ThisProcess.run {
        environment.output.write(answer + "\n")
        return 0
      }
    }
    ThisProcess.run { await run(in: environment) }
  }

  /// Runs the command of an environment.
  ///
  /// - Returns: The exit status (spec: exit statuses).
  static func run(
    in environment: CLIEnvironment, root: CommandDefinition = CommandCatalogue.root
  ) async -> Int32 {
    var parser = ArgumentParser(environment.arguments, root: root)
    let command: ParsedCommand
    do {
      command = try parser.parse()
    } catch {
      return ErrorReporter(environment, isJSON: parser.wantsJSON).report(error)
    }
    let invocation: Invocation
    do {
      invocation = try Self.invocation(command, in: environment, root)
    } catch {
      let isJSON = parser.wantsJSON
      return ErrorReporter(environment, isJSON: isJSON, color: command.options["color"])
        .report(error)
    }
    let status: Int32
    do {
      status = try await run(invocation)
    } catch is OutputError {
      // Told below, as for a command that only noticed at its end.
      status = 0
    } catch {
      let color = command.options["color"]
      status = ErrorReporter(environment, isJSON: invocation.isJSON, color: color).report(error)
    }
    // Everything has been said; a session that is being renewed still has to reach the disk.
    await invocation.finish()
    let outputStatus = reportLostOutput(invocation)
    return status == 0 ? outputStatus : status
  }

  /// Reports output that was lost.
  ///
  /// - Returns: The exit status of a command that did everything else: 0 if everything was printed.
  private static func reportLostOutput(_ invocation: Invocation) -> Int32 {
    switch invocation.environment.output.failure() {
    case nil: return 0
    // As for a program that SIGPIPE ends: the reader has seen enough, and nothing is reported.
    case .readerGone: return OutputError.readerGoneStatus
    case .refused(let reason):
      let color = invocation.command.options["color"]
      // The object for scripts has nowhere to go.
      return ErrorReporter(invocation.environment, isJSON: false, color: color)
        .report(OutputError.refused(reason: reason))
    }
  }

  /// The use of a command, unless swop's folder could be changed by other users.
  private static func invocation(
    _ command: ParsedCommand, in environment: CLIEnvironment, _ root: CommandDefinition
  ) throws -> Invocation {
    do {
      let notes = try environment.requireSafeRoot()
      let invocation = Invocation(command: command, environment: environment, root: root)
      for note in notes { invocation.note("swop: " + PrintableText.sanitized(note)) }
      return invocation
    } catch {
      guard worksWithoutRoot(command) else { throw error }
      return Invocation(
        command: command, environment: environment, root: root, isRootTrusted: false)
    }
  }

  /// Whether a command neither obeys nor makes anything in swop's folder, or is there to mend it.
  private static func worksWithoutRoot(_ command: ParsedCommand) -> Bool {
    if command.has("version") || command.wantsHelp || command.definition.action == nil {
      return true
    }
    if ["help", "completions"].contains(command.path.first) { return true }
    switch command.path {
    case ["doctor"]: return command.has("fix") || command.has("dry-run")
    case ["binary", "check"]: return command.has("user")
    default: return false
    }
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    if command.has("version") {
      invocation.conclude(
        SwopVersion.text,
        .report([
          "version": .text(SwopVersion.current), "build": .optional(SwopVersion.build),
        ]))
      return 0
    }
    if command.wantsHelp || (command.path.isEmpty && command.definition.action == nil) {
      HelpCommand.show(command.definition, path: command.path, invocation)
      return 0
    }
    guard let action = command.definition.action else {
      throw UsageError.missing(name: "a command", path: command.path)
    }
    return try await action(invocation)
  }
}

/// Every command of swop, in the order the help lists them.
enum CommandCatalogue {
  /// The program itself with all commands below it.
  static let root = CommandDefinition(
    "swop", summary: "Use several OpenAI Codex sign-ins as one pool"
  ).with {
    $0.details = [
      "Every account lives in a sandbox of its own, the quota of all of them is in view, and the next "
        + "run goes to the account that should take it."
    ]
    $0.options = [OptionDefinition("version", help: "Print the version")]
    $0.examples = [
      .init("swop add work", "add an account and sign in"),
      .init("swop status", "see what every account has left"),
      .init("swop codex", "run codex on the account that should take it"),
    ]
    $0.subcommands = commands
  }

  private static let commands = [
    UICommand.definition, StatusCommand.definition, AddCommand.definition, CodexCommand.definition,
    ReloginCommand.definition, RemoveCommand.definition, LogoutCommand.definition,
    SetCommand.definition, UnsetCommand.definition, EnableCommand.definition,
    DisableCommand.definition, RenameCommand.definition, BestCommand.definition,
    WhyCommand.definition, TrashCommand.definition, ImportCommand.definition,
    ExportCommand.definition, HistoryCommand.definition, EventsCommand.definition,
    SessionsCommand.definition, ProxyCommand.definition, RotationCommand.definition,
    WorkspaceCommand.definition, ConfigCommand.definition, BinaryCommand.definition,
    DoctorCommand.definition, DebugCommand.definition,
    ThemesCommand.definition, KeysCommand.definition, CompletionsCommand.definition,
    HelpCommand.definition, LabelsCommand.definition,
  ]
}

/// The version of this program.
package enum SwopVersion {
  /// Major, minor and patch.
  static let current = "1.0.0"

  /// What it was built from, nil if its builder did not say.
  static var build: String? { ThisProcess.build }

  /// Version and build, for people.
  static var text: String { "swop \(current)" + (build.map { " (\($0))" } ?? "") }
}
