import EngineCodex
import EngineKernel
package import EngineRotation
import EngineSandbox

extension Fleet {
  /// Whether the desktop app is bound to the proxy, as far as swop's note says.
  package func isApplicationBound() async -> Bool { binding(with: nil).isBound }

  /// Binds the packaged desktop app to the service, which has to be there.
  ///
  /// - Throws: `RotationError.notRunning` and `.noAnswer`; what else it throws leaves the configuration
  ///   as it was.
  package func bindApplication() async throws -> BindOutcome {
    guard let record = services.book.running else { throw RotationError.notRunning }
    guard let token = try poolHome.token(), await services.isHealthy(record.ports, token: token)
    else { throw RotationError.noAnswer(detail: "it does not take the pool's token") }
    return try await withCheck { try await $0.bind(to: record.ports) }
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
