import EngineCore

/// The manager that restarts the proxy when it dies, where there is one: the user's systemd, or
/// launchd. On Linux without a user's systemd there is none.
struct ServiceManager: Sendable {
  private let parts: ServiceParts
  /// Which it is.
  let keeper: ServiceKeeper
  private let name: String

  private static let limit = Duration.seconds(45)

  /// The manager of this machine; nil if there is none, or it does not answer.
  static func found(_ parts: ServiceParts) async -> ServiceManager? {
    #if os(macOS)
      return ServiceManager(parts, .launchd)
    #else
      let manager = ServiceManager(parts, .systemd)
      let answer = try? await manager.systemctl(["show", "--property=Version"])
      return answer == nil ? nil : manager
    #endif
  }

  /// A manager by its kind.
  init(_ parts: ServiceParts, _ keeper: ServiceKeeper) {
    self.parts = parts
    self.keeper = keeper
    name = parts.unit("/", port: nil).name(isUsualRoot: parts.isUsualRoot)
  }

  /// Writes the files of the service and starts it, now and at every sign-in of the user.
  ///
  /// - Parameters:
  ///   - program: this swop's own file.
  ///   - port: the first of its ports as it was asked for, nil for those of last time.
  ///   - ports: the ports that systemd opens and holds, also while the service is down.
  /// - Throws: `RotationError.file` or `.manager`.
  func start(
    _ program: FilePath, port: UInt16?, holding ports: ServicePorts
  ) async throws(RotationError) {
    let unit = parts.unit(program, port: port)
    if keeper == .launchd {
      try write(LaunchAgent.text(unit, label: name), to: file)
      try await launchctl(["bootstrap", try await domain(), file.text])
      return
    }
    try write(SystemdUnit.text(unit, socket: socket), to: file)
    try write(SystemdUnit.socketText(ports), to: socketFile)
    try await systemctl(["daemon-reload"])
    // What was given up is not started again before this; one that was not is unknown to it.
    _ = try? await systemctl(["reset-failed", socket, service])
    try await systemctl(["enable", "--now", socket, service])
  }

  /// Whether the ports stay held while the service is down, also when the user is not logged in; nil if they
  /// do, else why not, one clause.
  func exposure() async -> String? {
    if keeper == .launchd { return nil }
    let shown = try? await systemctl(["show", "--property=ActiveState", socket])
    guard parts.files.exists(socketFile), shown?.contains("ActiveState=active") == true else {
      return "systemd does not hold its ports"
    }
    let linger = try? await run(
      "/usr/bin/loginctl", ["show-user", "--property=Linger", "--value", try user()],
      as: "loginctl")
    guard linger?.trimmingPrefix(while: \.isWhitespace).hasPrefix("yes") == true else {
      return "systemd holds its ports only while you are signed in (loginctl enable-linger)"
    }
    return nil
  }

  /// Whether systemd has opened the ports.
  func isHoldingPorts() async -> Bool {
    guard keeper == .systemd, parts.files.exists(socketFile) else { return false }
    let shown = try? await systemctl(["show", "--property=ActiveState", socket])
    return shown?.contains("ActiveState=active") == true
  }

  private func write(_ text: String, to file: FilePath) throws(RotationError) {
    do {
      try parts.files.createFolder(file.parent, mode: .privateFolder)
      try parts.files.replace(file, with: Data(text.utf8), mode: .privateFile)
    } catch {
      throw .file(error)
    }
  }

  /// Stops the service and removes its file. The manager waits until it is drained.
  func stop() async throws(RotationError) {
    guard parts.files.exists(file) else { return }
    if keeper == .launchd {
      try await launchctl(["bootout", try await domain() + "/" + name])
    } else {
      // A service of an earlier version has no socket.
      let units = (parts.files.exists(socketFile) ? [socket] : []) + [service]
      try await systemctl(["disable", "--now"] + units)
    }
    for file in [file, socketFile] {
      do {
        try parts.files.remove(file)
      } catch {
        if error.reason != .notFound { throw .file(error) }
      }
    }
    if keeper == .systemd {
      try await systemctl(["daemon-reload"])
      // One that was given up stays among the failed units otherwise.
      _ = try? await systemctl(["reset-failed", socket, service])
    }
  }

  /// What systemd says about the service; nil if it has none, or someone else looks after it.
  func condition() async -> ServiceCondition? {
    guard keeper == .systemd, parts.files.exists(file) else { return nil }
    let shown = try? await systemctl(["show", "--property=" + ServiceCondition.properties, service])
    return shown.map { ServiceCondition($0) }
  }

  /// The file by which the manager knows the service.
  var file: FilePath {
    if keeper == .launchd { return parts.userHome / "Library" / "LaunchAgents" / (name + ".plist") }
    let configuration =
      parts.environment.nonEmpty("XDG_CONFIG_HOME").map { FilePath($0) }
      ?? parts.userHome / ".config"
    return configuration / "systemd" / "user" / service
  }

  private var service: String { name + ".service" }
  private var socket: String { name + ".socket" }
  private var socketFile: FilePath { file.parent / socket }

  private func user() throws -> String {
    guard let home = try parts.files.status(parts.userHome) else {
      throw RotationError.manager(name: "loginctl", detail: "the home folder is not there")
    }
    return "\(home.owner)"
  }

  private func domain() async throws(RotationError) -> String {
    "gui/" + (try await run("/usr/bin/id", ["-u"], as: "id")).filter(\.isNumber)
  }

  @discardableResult
  private func systemctl(_ words: [String]) async throws(RotationError) -> String {
    try await run("/usr/bin/systemctl", ["--user"] + words, as: "systemd")
  }

  @discardableResult
  private func launchctl(_ words: [String]) async throws(RotationError) -> String {
    try await run("/bin/launchctl", words, as: "launchd")
  }

  /// The tasks of cron have no folder of the session, by which systemctl finds the user's systemd.
  private var environment: ProcessEnvironment {
    var environment = parts.environment
    if keeper == .systemd, environment.nonEmpty("XDG_RUNTIME_DIR") == nil,
      let home = try? parts.files.status(parts.userHome)
    {
      environment["XDG_RUNTIME_DIR"] = "/run/user/\(home.owner)"
    }
    return environment
  }

  private func run(
    _ program: FilePath, _ words: [String], as name: String
  ) async throws(RotationError) -> String {
    let output: ProcessOutput
    do {
      output = try await parts.runner.run(
        ProcessCommand(
          executable: program, arguments: words.map { Argument($0) }, environment: environment),
        limit: Self.limit)
    } catch {
      throw .manager(name: name, detail: error.message)
    }
    guard output.end == .exited(0) else {
      let said = output.complaint.map { ": \($0)" } ?? ""
      throw .manager(
        name: name, detail: "\(words.joined(separator: " ")) ended with \(output.end.status)\(said)"
      )
    }
    return output.printed
  }
}

/// What the user's systemd says about the service. Pure.
struct ServiceCondition: Hashable, Sendable {
  /// Whether systemd starts it no more: it ended too often.
  let isGivenUp: Bool
  /// Whether it has ended and systemd is about to restart it.
  let isComing: Bool
  /// How often systemd has restarted it since it was asked to.
  let restarts: Int
  /// Whether its program could not be started, when it ended last.
  let isProgramUnusable: Bool

  /// The properties that are asked for.
  static let properties = "ActiveState,SubState,NRestarts,ExecMainCode,ExecMainStatus"

  /// Reads what `systemctl show` printed.
  init(_ text: String) {
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    isGivenUp = values["ActiveState"] == "failed"
    isComing = values["SubState"] == "auto-restart"
    restarts = values["NRestarts"].flatMap { Int($0) } ?? 0
    // systemd.exec(5): the child ends with 203 if it cannot become the program, code 1 being an exit.
    isProgramUnusable = values["ExecMainCode"] == "1" && values["ExecMainStatus"] == "203"
  }

  /// Whether a service that was just started ended at once.
  var didNotLast: Bool { isGivenUp || isComing || restarts > 0 }

  /// Why nothing runs.
  ///
  /// - Parameter lastWords: why the service itself ended, nil if it did not say.
  /// - Returns: One clause.
  func reason(_ lastWords: String?) -> String {
    let why = isProgramUnusable ? "its program is not there or cannot be started" : lastWords
    let suffix = why.map { "; \($0)" } ?? ""
    if isGivenUp { return "systemd gave up after \(restarts) restarts\(suffix)" }
    if isComing { return "systemd is about to restart it\(suffix)" }
    return "systemd starts it at your next sign-in"
  }
}

extension ProcessOutput {
  /// What a program that holds no secret printed.
  var printed: String { String(decoding: standardOutput.reveal(), as: UTF8.self) }

  /// The last line of what such a program complained about, as one clause; nil if it said nothing.
  var complaint: String? {
    let lines = String(decoding: standardError.reveal(), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    return lines.last.map { PrintableText.clause(String($0), to: 160) }
  }
}
