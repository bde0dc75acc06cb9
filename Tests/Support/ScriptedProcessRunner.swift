package import EngineCore
import Synchronization

/// Runs nothing: answers commands from a script and keeps what was asked.
package final class ScriptedProcessRunner: ProcessRunner {
  /// What a captured run leaves behind.
  package typealias Run = @Sendable (ProcessCommand) async -> Result<ProcessOutput, ProcessError>
  /// Who talks on the other side of a conversation.
  package typealias Start =
    @Sendable (ProcessCommand) -> Result<any ConversingProcess, ProcessError>
  /// How a child on the terminal ends.
  package typealias Foreground =
    @Sendable (ProcessCommand) async -> Result<ProcessEnd, ProcessError>

  private struct State {
    var commands: [ProcessCommand] = []
    var living: Set<ProcessIdentity> = []
  }

  /// This process, as the script has it.
  package let current = ProcessIdentity(pid: 4_242, startTicks: 1)

  private let state = Mutex(State())
  private let onRun: Run
  private let onStart: Start
  private let onForeground: Foreground

  /// Takes a script; what it leaves out cannot be started.
  package init(
    run: @escaping Run = { .failure(ScriptedProcessRunner.unscripted($0)) },
    start: @escaping Start = { .failure(ScriptedProcessRunner.unscripted($0)) },
    foreground: @escaping Foreground = { .failure(ScriptedProcessRunner.unscripted($0)) }
  ) {
    onRun = run
    onStart = start
    onForeground = foreground
  }

  /// Every command, in order.
  package var commands: [ProcessCommand] { state.withLock { $0.commands } }

  /// The words of every command after the program, as text.
  package var arguments: [[String]] { commands.map { $0.arguments.map(\.description) } }

  /// Lets a process live, or ends it.
  package func setAlive(_ process: ProcessIdentity, _ isAlive: Bool) {
    state.withLock { state in
      if isAlive { state.living.insert(process) } else { state.living.remove(process) }
    }
  }

  package func run(
    _ command: ProcessCommand, limit: Duration
  ) async throws(ProcessError) -> ProcessOutput {
    keep(command)
    return try await onRun(command).get()
  }

  package func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess {
    keep(command)
    return try onStart(command).get()
  }

  package func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    keep(command)
    let child = ProcessIdentity(pid: 5_000, startTicks: UInt64(commands.count))
    setAlive(child, true)
    started(child)
    defer { setAlive(child, false) }
    return try await onForeground(command).get()
  }

  package func identity(of pid: Int32) -> ProcessIdentity? {
    if pid == current.pid { return current }
    return state.withLock { $0.living.first { $0.pid == pid } }
  }

  private func keep(_ command: ProcessCommand) {
    state.withLock { $0.commands.append(command) }
  }

  private static func unscripted(_ command: ProcessCommand) -> ProcessError {
    .notStarted(executable: command.executable, reason: "the script does not have it")
  }
}
