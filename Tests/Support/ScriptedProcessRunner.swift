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

/// The other side of a conversation of lines, played by a script.
package final class ScriptedConversation: ConversingProcess {
  private struct State {
    var written: [String] = []
    var lines: [String] = []
    var reader: CheckedContinuation<String?, Never>?
    var hasEnded = false
    var finishes = 0
  }

  package let identity = ProcessIdentity(pid: 6_000, startTicks: 1)

  private let state = Mutex(State())
  private let answer: @Sendable (String) -> [String]

  /// Answers each line it is told with the lines that `answer` gives.
  package init(_ answer: @escaping @Sendable (String) -> [String] = { _ in [] }) {
    self.answer = answer
  }

  /// What it was told, in order.
  package var written: [String] { state.withLock { $0.written } }

  /// How often it was asked to finish.
  package var finishes: Int { state.withLock { $0.finishes } }

  /// Says a line by itself.
  package func say(_ line: String) {
    let reader = state.withLock { state -> CheckedContinuation<String?, Never>? in
      guard let reader = state.reader else {
        state.lines.append(line)
        return nil
      }
      state.reader = nil
      return reader
    }
    reader?.resume(returning: line)
  }

  /// Ends, as a child does that exits.
  package func end() {
    let reader = state.withLock { state in
      state.hasEnded = true
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: nil)
  }

  package func write(line: String) async throws(ProcessError) {
    let isOpen = state.withLock { state in
      if !state.hasEnded { state.written.append(line) }
      return !state.hasEnded
    }
    guard isOpen else { throw .closed(executable: "codex") }
    for line in answer(line) { say(line) }
  }

  package func readLine() async throws(ProcessError) -> String? {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state -> String?? in
        if !state.lines.isEmpty { return .some(state.lines.removeFirst()) }
        if state.hasEnded { return .some(nil) }
        state.reader = continuation
        return nil
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }

  package func finish(grace: Duration) async {
    state.withLock { $0.finishes += 1 }
    end()
  }
}
