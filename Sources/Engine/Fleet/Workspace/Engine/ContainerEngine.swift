import EngineCore

/// An engine's own command line, which is the whole interface to it.
struct ContainerEngine: Sendable {
  /// How long a command that only asks may take.
  static let asking = Duration.seconds(60)
  /// How long a command that starts or stops a container may take.
  static let acting = Duration.seconds(300)
  /// How long an image may be on its way, or a repository.
  static let fetching = Duration.seconds(3_600)

  /// Which engine it is.
  let kind: ContainerEngineKind
  /// Its program.
  var executable: FilePath
  /// Starts it.
  let runner: any ProcessRunner
  /// What it sees: the user's whole environment, so that `DOCKER_HOST` and the like count.
  let environment: ProcessEnvironment

  /// A command of the engine.
  ///
  /// - Parameters:
  ///   - arguments: its words; nobody's secrets, everybody can read them.
  ///   - variables: what it sees beside the environment; secrets go this way or through `input`.
  ///   - input: its standard input.
  /// - Returns: What to run.
  func command(
    _ arguments: [Argument], variables: [String: Redacted<String>] = [:],
    input: Redacted<[UInt8]>? = nil
  ) -> ProcessCommand {
    var environment = environment
    for (name, value) in variables { environment[name] = value.reveal() }
    return ProcessCommand(
      executable: executable, arguments: arguments, environment: environment, input: input)
  }

  /// Runs a command.
  ///
  /// - Throws: `ProcessError` if it could not be run; that it failed is part of the answer.
  func ask(
    _ arguments: [String], variables: [String: Redacted<String>] = [:],
    input: Redacted<[UInt8]>? = nil, limit: Duration = ContainerEngine.asking
  ) async throws(ProcessError) -> EngineAnswer {
    let command = command(arguments.map { Argument($0) }, variables: variables, input: input)
    let output = try await runner.run(command, limit: limit)
    return EngineAnswer(
      status: output.end.status,
      output: String(decoding: output.standardOutput.reveal(), as: UTF8.self),
      errors: String(decoding: output.standardError.reveal(), as: UTF8.self))
  }

  /// Runs a command that has to succeed.
  ///
  /// - Parameters:
  ///   - arguments: its words.
  ///   - action: what it does, as a verb.
  ///   - name: the container it is about.
  ///   - variables: what it sees beside the environment.
  ///   - limit: how long it may take.
  /// - Returns: Its answer.
  /// - Throws: `WorkspaceError` with what the engine said, `ProcessError` if it could not be run.
  @discardableResult
  func demand(
    _ arguments: [String], to action: String, about name: String? = nil,
    variables: [String: Redacted<String>] = [:], limit: Duration = ContainerEngine.acting
  ) async throws -> EngineAnswer {
    let answer = try await ask(arguments, variables: variables, limit: limit)
    guard answer.isDone else {
      throw WorkspaceError.of(answer, engine: kind, action: action, name: name)
    }
    return answer
  }
}
