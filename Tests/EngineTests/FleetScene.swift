import EngineCore
import EnginePlatform
import Synchronization
import TestSupport

@testable import Engine

/// A Fleet on a folder of its own, with a clock, servers and children from a script.
struct FleetScene {
  let folder: TemporaryFolder
  let time: ManualTimeSource
  let state: StateDatabase
  let runner: ScriptedProcessRunner
  let http: ScriptedHTTPTransport
  let background: EndedProcesses
  let fleet: Fleet
  private let answers: QuotaAnswers

  /// A scene.
  ///
  /// - Parameters:
  ///   - settings: what the user has settled.
  ///   - later: what the user settles later.
  ///   - foreground: how a codex on the terminal ends.
  /// - Throws: when the folder cannot be made.
  init(
    settings: Settings = Settings(), later: (any SettingsSource)? = nil,
    foreground: @escaping ScriptedProcessRunner.Foreground = { _ in .success(.exited(0)) }
  ) throws {
    folder = try TemporaryFolder()
    time = ManualTimeSource()
    state = try StateDatabase.inMemory()
    let answers = QuotaAnswers()
    self.answers = answers
    http = ScriptedHTTPTransport { request in answers.answer(to: request) }
    runner = ScriptedProcessRunner(
      run: { _ in
        .success(
          ProcessOutput(
            end: .exited(0), standardOutput: Array("codex-cli 0.144.4\n".utf8), standardError: []))
      }, foreground: foreground)
    background = EndedProcesses(runner)
    let files = DiskFileSystem()
    let codex = folder / "codex"
    try files.replace(codex, with: Data("#!/bin/sh\n".utf8), mode: FileMode(bits: 0o755))
    let environment = ProcessEnvironment(["HOME": (folder / "home").text])
    fleet = Fleet(
      FleetConfiguration(
        root: folder / "root", userHome: folder / "home", environment: environment,
        directory: folder.path, settings: settings.with(codexPath: codex),
        settingsSource: later,
        addresses: try ServiceAddresses(environment: environment), ownExecutable: nil,
        version: "1", timeZone: .gmt, files: files, time: time, random: SeededRandom(),
        processes: runner, background: background, http: http, state: state,
        log: RecordingEventSink(),
        threads: CodexThreadIndex(), sealer: PlainSealer()))
  }

  /// Adds an account by importing a sign-in, with so much used of its week and its five hours.
  @discardableResult
  func add(_ label: String, week: Double = 10, hours: Double = 10) async throws -> Account {
    answers.set(label, week: week, hours: hours)
    let fixture = SignInFixture {
      $0.accountID = label
      $0.userID = "user-\(label)"
      $0.refreshToken = "refresh-\(label)"
    }
    let source = folder / "\(label).json"
    try DiskFileSystem().replace(source, with: fixture.data, mode: .privateFile)
    // Accounts are listed in the order of their seconds.
    time.advance(by: .seconds(1))
    return try await fleet.add(label: label, method: .importing(source)) { _ in }
  }

  /// What the server says of an account from now on.
  func use(_ label: String, week: Double, hours: Double = 10, plan: String = "plus") {
    answers.set(label, week: week, hours: hours, plan: plan)
  }

  /// Sets the servers' clock; nil takes the date out of their answers.
  func setServerDate(_ date: Date?) { answers.setDate(date) }

  /// The servers' clock.
  var serverDate: Date? { answers.serverDate }

  /// The messages of all events about an account.
  func events(about label: String) throws -> [EngineEvent.Kind] {
    try state.latestEvents(limit: 1_000).filter { $0.label == label }.map(\.kind)
  }
}

extension Settings {
  fileprivate func with(codexPath: FilePath) -> Settings {
    var settings = self
    settings.codexPath = codexPath
    return settings
  }
}
