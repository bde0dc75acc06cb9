import EngineCore

/// A process beside codex that ends it if this one dies without a word (`kill -9`, out of memory). It is told
/// of codex over a pipe, and of the end of the run; where the pipe just ends, it acts.
///
/// A rotated codex must not live on: it would show the pool's token to any program that takes the proxy's ports.
struct RunGuard: Sendable {
  private let process: any ConversingProcess

  private static let startLimit = Duration.seconds(5)
  private static let endLimit = Duration.seconds(1)

  /// Starts a guard and waits until it is ready.
  ///
  /// - Parameters:
  ///   - program: this swop's own file.
  ///   - surroundings: what starts it, and the clock.
  /// - Throws: `ProcessError`.
  init(program: FilePath, _ surroundings: RunSurroundings) async throws(ProcessError) {
    let process = try surroundings.runner.start(
      ProcessCommand(
        executable: program, arguments: [Argument(GuardMessage.verb)],
        environment: ProcessEnvironment(), directory: "/"))
    let time = surroundings.time
    let isReady = await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await process.readLine()) == GuardMessage.ready }
      group.addTask {
        try? await time.sleep(for: Self.startLimit)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
    guard isReady else {
      await process.finish(grace: .zero)
      throw .notStarted(executable: program, reason: "the guard of the run did not answer")
    }
    self.process = process
  }

  /// Names codex's process.
  func watch(_ codex: ProcessIdentity) async {
    // A guard that is gone leaves the run as it would be without one.
    try? await process.write(line: GuardMessage.watch(codex).line)
  }

  /// Says that the run is over, and waits for the guard's end.
  func dismiss() async {
    try? await process.write(line: GuardMessage.dismiss.line)
    await process.finish(grace: Self.endLimit)
  }
}
