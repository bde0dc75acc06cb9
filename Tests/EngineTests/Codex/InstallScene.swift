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

  /// An installer with the real pip, which finds wheels in a folder and asks nobody else.
  func realInstaller(wheels: FilePath) throws -> CodexInstaller {
    var environment = ThisProcess.environment
    environment["PIP_NO_INDEX"] = "1"
    environment["PIP_FIND_LINKS"] = wheels.text
    environment["PIP_CONFIG_FILE"] = "/dev/null"
    return installer(PosixProcessRunner(), environment)
  }

  /// Wheels that hold a script in codex's place.
  func makeWheels(_ versions: [String], in wheels: FilePath) async throws {
    try files.createFolder(wheels, mode: .privateFolder)
    let script = folder / "wheels.py"
    try files.replace(script, with: Data(Self.wheelMaker.utf8), mode: .privateFile)
    let command = ProcessCommand(
      executable: "/usr/bin/env",
      arguments: ["python3", Argument(script.text), Argument(wheels.text)]
        + versions.map { Argument($0) }, environment: ThisProcess.environment)
    let output = try await PosixProcessRunner().run(command, limit: .seconds(60))
    guard output.end == .exited(0) else { throw InstallError.noProgram(.pip) }
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

  private static let wheelMaker = """
    import sys, zipfile
    for version in sys.argv[2:]:
        name = f"{sys.argv[1]}/openai_codex_cli_bin-{version}-py3-none-any.whl"
        info = f"openai_codex_cli_bin-{version}.dist-info"
        with zipfile.ZipFile(name, "w") as wheel:
            wheel.writestr("codex_cli_bin/__init__.py", "")
            wheel.writestr("codex_cli_bin/bin/codex", f'''#!/bin/sh
    if [ "$1" = wait ]; then echo waiting; read line; echo "{version} goes on"; exit; fi
    echo "codex-cli {version}"
    ''')
            wheel.writestr(f"{info}/METADATA",
                f"Metadata-Version: 2.1\\nName: openai-codex-cli-bin\\nVersion: {version}\\n")
            wheel.writestr(f"{info}/WHEEL",
                "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
            wheel.writestr(f"{info}/RECORD", "")
    """
}
