import EngineCore

extension Fleet {
  /// Whether the desktop app is bound to the proxy, as far as swop's note says.
  package func isApplicationBound() async -> Bool { isBound }

  var isBound: Bool { binding(with: nil).isBound }

  /// Binds the packaged desktop app to the service, which has to be there.
  ///
  /// - Parameter unsupervised: whether to do so although other programs could take the service's ports while
  ///   it is down.
  /// - Returns: `.bound` or `.alreadyBound`.
  /// - Throws: `RotationError.notRunning`, `.exposed` and `.noAnswer`; what else it throws leaves the
  ///   configuration as it was.
  package func bindApplication(unsupervised: Bool) async throws -> BindOutcome {
    guard let record = services.book.running else { throw RotationError.notRunning }
    if !unsupervised, let reason = await services.exposure() {
      throw RotationError.exposed(reason: reason)
    }
    guard let token = try poolHome.token(), await services.isHealthy(record.ports, token: token)
    else { throw RotationError.noAnswer(detail: "it does not take the pool's token") }
    return try await withCheck { try await $0.bind(to: record.ports) }
  }

  /// Undoes a binding whose port is not the service's: another program listens there while the service does
  /// not run, or the service runs on another one.
  ///
  /// - Returns: What was found and done; nil if all is well.
  /// - Throws: `RotationError`.
  package func suspendForeignBinding() async throws -> String? {
    let binding = binding(with: nil)
    guard let port = binding.boundPort, await services.isForeign(port) else { return nil }
    let revoked = try await binding.suspend()
    let names = revoked.map { PrintableText.sanitized($0) }.joined(separator: ", ")
    let message =
      "The desktop app was bound to port \(port), where the proxy does not listen but another program may. "
      + "The binding was undone, and these tokens were revoked: \(names). An access token that the app sent "
      + "there stays valid until it expires."
    recorder.record(EngineEvent(at: now, kind: .warning, message: message))
    return message
  }

  /// Undoes the binding.
  package func unbindApplication() async throws -> BindOutcome {
    try await binding(with: nil).unbind()
  }

  /// Lets codex check the edit in a folder that is thrown away.
  private func withCheck(
    _ work: (AppBinding) async throws -> BindOutcome
  ) async throws -> BindOutcome {
    try sandboxes.prepareRoot()
    let name = "configuration-" + Hexadecimal.text(configuration.random.bytes(8))
    let staged = layout.staged(name)
    defer { try? configuration.files.removeTree(staged.path) }
    try configuration.files.createFolder(staged.codexHome, mode: .privateFolder)
    let usual = try await homes.home(staged)
    // Without swop's own flags, which would hide what the file says.
    let home = CodexHome(
      binary: usual.binary, folder: usual.folder, environment: usual.environment)
    return try await work(binding(with: home))
  }

  private func binding(with home: CodexHome?) -> AppBinding {
    let check = home.map {
      ConfigurationCheck(
        $0, files: configuration.files, runner: configuration.processes, time: configuration.time)
    }
    return AppBinding(
      layout: layout, files: configuration.files, locks: locks, time: configuration.time,
      tokens: tokensOfClients, check: check)
  }
}
