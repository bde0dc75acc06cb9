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
  ///   - arguments: its words; no one's secrets, everyone can read them.
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

/// What an engine's command came to.
struct EngineAnswer: Hashable, Sendable {
  /// Its exit status; 125 when the engine itself failed to run something.
  let status: Int32
  /// Its standard output.
  let output: String
  /// Its standard error.
  let errors: String

  /// Whether it did what it was asked.
  var isDone: Bool { status == 0 }

  /// The words on its standard output.
  var words: [String] { output.split(whereSeparator: \.isWhitespace).map(String.init) }

  /// The line of its standard error that says most: the first that begins with `fatal:` or `error`,
  /// else the last one.
  var reason: String {
    let lines = errors.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    let telling = lines.first { $0.hasPrefix("fatal:") || $0.lowercased().hasPrefix("error") }
    guard let line = telling ?? lines.last else { return "it ended with status \(status)" }
    for prefix in ["fatal: ", "Error response from daemon: ", "Error: "]
    where line.hasPrefix(prefix) {
      return String(line.dropFirst(prefix.count))
    }
    return String(line)
  }
}

/// Finds the container engine of this machine.
struct EngineSearch: Sendable {
  private let files: any FileSystem
  private let environment: ProcessEnvironment

  /// A search along `PATH`.
  init(files: any FileSystem, environment: ProcessEnvironment) {
    self.files = files
    self.environment = environment
  }

  /// The engine that was asked for, else the first one there is.
  ///
  /// - Throws: `WorkspaceError.engineMissing`.
  func find(
    _ wanted: ContainerEngineKind?
  ) throws(WorkspaceError) -> (kind: ContainerEngineKind, executable: FilePath) {
    for kind in wanted.map({ [$0] }) ?? ContainerEngineKind.allCases {
      if let executable = program(kind.rawValue) { return (kind, executable) }
    }
    throw .engineMissing(wanted)
  }

  private func program(_ name: String) -> FilePath? {
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    return folders.lazy.map { FilePath(String($0)) / name }.first { path in
      (try? files.status(files.resolve(path)))?.kind == .file && files.mayAccess(path, .execute)
    }
  }
}

/// Understands what `inspect` prints; both engines agree on the parts that matter here.
enum ContainerReading {
  /// The containers in the output of `inspect --type container`; what is none is left out.
  static func workspaces(in output: String) -> [Workspace] {
    guard let value = try? JSONReader.value(in: Array(output.utf8)), let all = value.elements else {
      return []
    }
    return all.compactMap(workspace)
  }

  /// The container of a name in such an output, nil if it is not there. An engine also answers to the
  /// beginning of an id, which no one means here. Its `workspace` is nil if it is anyone else's.
  static func only(
    in output: String, named name: String, _ prefix: WorkspacePrefix = .standard
  ) -> (name: String, workspace: Workspace?)? {
    guard let value = try? JSONReader.value(in: Array(output.utf8)),
      let container = value.elements?.first, self.name(of: container) == name
    else { return nil }
    return (name, isWorkspace(container, prefix) ? workspace(container) : nil)
  }

  /// Whether a container is a workspace: by its labels, else by its name.
  private static func isWorkspace(_ container: JSONValue, _ prefix: WorkspacePrefix) -> Bool {
    let labels = container["Config"]?["Labels"]
    let isMarked = WorkspaceLabels.markers.contains { labels?[$0]?.text == "1" }
    return isMarked || name(of: container).map(prefix.isKnown) == true
  }

  /// One container as a workspace, whether it is one or not; nil if it has no name.
  private static func workspace(_ container: JSONValue) -> Workspace? {
    guard let name = name(of: container) else { return nil }
    let labels = container["Config"]?["Labels"]
    let mounts = container["Mounts"]?.elements ?? []
    return Workspace(
      name: name,
      state: WorkspaceState(engineWord: container["State"]?["Status"]?.text ?? ""),
      repository: filled(labels?[WorkspaceLabels.repository]),
      path: filled(labels?[WorkspaceLabels.path]),
      image: container["Config"]?["Image"]?.text ?? "",
      account: filled(labels?[WorkspaceLabels.account]),
      createdAt: container["Created"]?.text.flatMap(moment),
      volumes: mounts.filter { $0["Type"]?.text == "volume" }.compactMap { $0["Name"]?.text }
        .sorted(),
      token: filled(labels?[WorkspaceLabels.token]),
      user: labels?[WorkspaceLabels.marker]?.text == "1" ? "codex" : nil)
  }

  private static func name(of container: JSONValue) -> String? {
    // Docker writes the name of a container as a path.
    container["Name"]?.text.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
  }

  private static func filled(_ value: JSONValue?) -> String? {
    value?.text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A moment to the second: the engines write nine digits of a second's fraction.
  private static func moment(_ text: String) -> Date? {
    guard let dot = text.firstIndex(of: ".") else {
      return try? Date(text, strategy: Date.ISO8601FormatStyle())
    }
    let zone = text[text.index(after: dot)...].drop { $0.isNumber }
    return try? Date(text[..<dot] + zone, strategy: Date.ISO8601FormatStyle())
  }
}
