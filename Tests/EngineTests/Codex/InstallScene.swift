import Engine
import EngineCore
import EnginePlatform
import Synchronization
import TestSupport

/// A folder to install into, and package managers that leave behind what the real ones do.
final class InstallScene: Sendable {
  let folder: TemporaryFolder
  let files = DiskFileSystem()
  /// How the package managers work.
  let script: InstallScript
  let runner: ScriptedProcessRunner

  var bin: FilePath { folder / "bin" }
  var tools: FilePath { folder / "tools" }

  init() throws {
    folder = try TemporaryFolder()
    let script = InstallScript()
    self.script = script
    runner = ScriptedProcessRunner(run: { command in script.answer(command) })
    try files.createFolder(folder / "tools", mode: .privateFolder)
  }

  /// An installer that finds some package managers on `PATH`.
  func installer(managers: [String]) throws -> CodexInstaller {
    for name in managers {
      try files.replace(tools / name, with: Data("#!".utf8), mode: FileMode(bits: 0o755))
    }
    if managers.contains("brew") {
      try files.replace(tools / "codex", with: Data([0x7F]), mode: FileMode(bits: 0o755))
    }
    return installer(runner, ProcessEnvironment(["PATH": tools.text]))
  }

  /// An installer with the real pip, which finds wheels in a folder and asks no one else.
  func realInstaller(wheels: FilePath) throws -> CodexInstaller {
    var environment = ThisProcess.environment
    for (name, value) in CodexWheels.pipSettings(wheels) { environment[name] = value }
    return installer(PosixProcessRunner(), environment)
  }

  private func installer(
    _ runner: any ProcessRunner, _ environment: ProcessEnvironment
  ) -> CodexInstaller {
    let time = SystemTimeSource()
    return CodexInstaller(
      folder: bin, files: files, runner: runner, random: SystemRandom(),
      locks: LockRoom(
        folder: folder / "locks", files: files, time: time,
        process: PosixProcessRunner().current),
      environment: environment,
      check: CodexCheck(
        runner: runner, files: files, time: time, cache: MemoryValueCache(),
        environment: environment, ownExecutable: nil))
  }
}
