import EngineCore
import EnginePlatform
import Synchronization
import TestSupport

@testable import Engine

/// An engine that only remembers what it was asked, with a program for it to be found at.
final class Scene: Sendable {
  /// What the engine answers; whatever is not in it succeeds and prints nothing.
  struct Answer: Sendable {
    /// The words that a command begins with.
    let words: [String]
    var status: Int32 = 0
    var output = ""
    var errors = ""
  }

  let folder: TemporaryFolder
  let access = ScriptedAccess()
  let runner: ScriptedProcessRunner
  private let programs: [String]

  init(programs: [String] = ["docker"], _ answers: [Answer]) throws {
    folder = try TemporaryFolder()
    self.programs = programs
    for program in programs {
      try DiskFileSystem().replace(
        folder / program, with: Data("#!/bin/false\n".utf8), mode: FileMode(bits: 0o755))
    }
    runner = ScriptedProcessRunner(
      run: { command in
        let words = command.arguments.map(\.description)
        let answer = answers.first { words.starts(with: $0.words) }
        return .success(
          ProcessOutput(
            end: .exited(answer?.status ?? 0), standardOutput: Array((answer?.output ?? "").utf8),
            standardError: Array((answer?.errors ?? "").utf8)))
      },
      foreground: { _ in .success(.exited(7)) })
  }

  func workspaces(
    on engine: ContainerEngineKind? = nil, variables: [String: String] = [:]
  ) throws -> Workspaces {
    let path = ["PATH": "/nowhere:\(folder.path)"]
    return try Workspaces(
      on: engine, environment: ProcessEnvironment(path.merging(variables) { $1 }),
      runner: runner, access: access, files: DiskFileSystem(),
      time: ManualTimeSource(Date(timeIntervalSince1970: 1_795_000_000)),
      random: SeededRandom(seed: 7))
  }

  /// The commands of the engine, without those that only ask.
  var actions: [[String]] {
    let asking: Set<String> = ["inspect", "ps"]
    return runner.arguments.filter { words in
      guard let first = words.first, !asking.contains(first), first != "git" else { return false }
      return words.count < 2 || !["inspect", "ls"].contains(words[1])
    }
  }

  /// Everything that anyone on the machine could read of the commands.
  var commandLines: String { runner.arguments.flatMap { $0 }.joined(separator: "\n") }

  /// A container as `inspect` prints it.
  static func container(
    _ name: String, state: String = "running",
    labels: [String: String] = ["dev.swop.workspace": "1"],
    volumes: [String] = []
  ) -> Answer {
    let pairs = labels.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    let mounts = volumes.map { "{\"Type\":\"volume\",\"Name\":\"\($0)\"}" }
    return Answer(
      words: ["inspect", "--type", "container", name],
      output: """
        [{"Name":"/\(name)","State":{"Status":"\(state)"},"Config":{"Image":"i",\
        "Labels":{\(pairs.joined(separator: ","))}},"Mounts":[\(mounts.joined(separator: ","))]}]
        """)
  }

  /// There is no container.
  static let noContainer = Answer(
    words: ["inspect", "--type", "container"], status: 1,
    errors: "Error response from daemon: No such container: demo")
  /// There is no volume.
  static let noVolume = Answer(
    words: ["volume", "inspect"], status: 1,
    errors: "Error response from daemon: get demo-work: no such volume")
}

/// Gives out one token and remembers what it was asked.
final class ScriptedAccess: WorkspaceAccess {
  private let state = Mutex<(calls: [String], isListening: Bool)>(([], true))

  var calls: [String] { state.withLock { $0.calls } }

  func setListening(_ isListening: Bool) { state.withLock { $0.isListening = isListening } }

  func socket() async throws -> FilePath { "/root/run/proxy.sock" }

  func isListening() async -> Bool { state.withLock { $0.isListening } }

  func issueToken(named name: String, account: String?) async throws -> Redacted<String> {
    note("issue \(name) \(account ?? "-")")
    return Redacted("token-of-the-workspace")
  }

  func revokeToken(named name: String) async throws { note("revoke \(name)") }

  func automaticAccount() async throws -> String { "best" }

  func account(labelled text: String) async throws -> String { text }

  func signIn(of label: String) async throws -> AuthFile {
    AuthFile(apiKey: Redacted("key-of-\(label)"))
  }

  func poolSignIn(token: Redacted<String>) async throws -> AuthFile { AuthFile(apiKey: token) }

  private func note(_ call: String) { state.withLock { $0.calls.append(call) } }
}
