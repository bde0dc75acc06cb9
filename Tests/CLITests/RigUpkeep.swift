import Engine
import EngineCore
import EnginePlatform
import TestSupport

/// The installer and the doctor of a rig, on its folder.
enum RigUpkeep {
  static func installer(
    in root: FilePath, _ processes: ScriptedProcessRunner, _ time: ManualTimeSource,
    _ variables: [String: String]
  ) -> @Sendable () throws -> CodexInstaller {
    {
      CodexInstaller(
        folder: root / "bin", files: DiskFileSystem(), runner: processes, random: SeededRandom(),
        locks: locks(in: root, time), environment: ProcessEnvironment(variables),
        check: check(processes, time, variables))
    }
  }

  static func doctor(
    in root: FilePath, _ processes: ScriptedProcessRunner, _ time: ManualTimeSource,
    _ variables: [String: String]
  ) -> @Sendable () throws -> Doctor {
    {
      let files = DiskFileSystem()
      let state = try StateDatabase.inMemory()
      return Doctor(
        DoctorSurroundings(
          layout: SandboxLayout(root: root, sharedHome: root / "home" / ".codex"), files: files,
          processes: processes, time: time, random: SeededRandom(),
          machine: ScriptedMachine(currentUser: ThisMachine().currentUser),
          environment: ProcessEnvironment(variables),
          settings: SettingsStore(
            root: root, files: files, locks: locks(in: root, time), time: time),
          openState: { state }, checkDatabase: { _ in }, threads: CodexThreadIndex(),
          search: CodexSearch(check(processes, time, variables)),
          http: ScriptedHTTPTransport { _ in .success(HTTPResponse(status: 204)) },
          clockAddress: "https://example.test", ownExecutable: nil, isOnTerminal: false))
    }
  }

  private static func locks(in root: FilePath, _ time: ManualTimeSource) -> LockRoom {
    LockRoom(
      folder: root / "locks", files: DiskFileSystem(), time: time,
      process: ProcessIdentity(pid: 1, startTicks: 1))
  }

  private static func check(
    _ processes: ScriptedProcessRunner, _ time: ManualTimeSource, _ variables: [String: String]
  ) -> CodexCheck {
    CodexCheck(
      runner: processes, files: DiskFileSystem(), time: time, cache: EmptyCache(),
      environment: ProcessEnvironment(variables), ownExecutable: nil)
  }
}
