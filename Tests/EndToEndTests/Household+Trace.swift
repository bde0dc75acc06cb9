import Engine
import EngineCore
import EnginePlatform
import TestSupport

/// One traced run of the program.
struct TracedRun: Sendable {
  /// What it printed.
  let printed: Printed
  /// Every system call that strace wrote down.
  let calls: String
}

extension Household {
  /// Where everything is.
  var layout: SandboxLayout {
    SandboxLayout(root: folder / "root", sharedHome: folder / "home" / ".codex")
  }

  /// Whether anything is at a path.
  func exists(_ path: FilePath) -> Bool { DiskFileSystem().exists(path) }

  /// Runs the program under strace.
  ///
  /// - Throws: `TraceError.noTracer`, or `ProcessError`.
  func traced(_ arguments: [String], variables: [String: String] = [:]) async throws -> TracedRun {
    let files = DiskFileSystem()
    let places: [FilePath] = ["/usr/bin/strace", "/usr/local/bin/strace", "/bin/strace"]
    guard let tracer = places.first(where: { files.mayAccess($0, .execute) }) else {
      throw TraceError.noTracer
    }
    let log = folder / ("trace-" + Hexadecimal.text(SystemRandom().bytes(4)))
    var environment = environment
    for (name, value) in variables { environment[name] = value }
    let command = ProcessCommand(
      executable: tracer,
      arguments: [
        "-f", "-ttt", "-y", "--seccomp-bpf", "-o", Argument(log.text),
        "-e", Argument("trace=" + TracedEffect.traced), "--", Argument(try Program.swop.text),
      ] + arguments.map { Argument($0) },
      environment: environment, directory: folder / "work")
    let printed = Printed(try await runner.run(command, limit: .seconds(120)))
    let calls = files.exists(log) ? String(decoding: try files.read(log), as: UTF8.self) : ""
    return TracedRun(printed: printed, calls: calls)
  }

  /// What codex did in a traced run.
  func codexWork(in run: TracedRun) throws -> TracedProgram {
    let files = DiskFileSystem()
    let codex = environment["SWOP_CODEX_BIN"].map { FilePath($0) } ?? "codex"
    return try TracedProgram(codex, in: try TraceLog(run.calls), from: folder / "work") { path in
      Self.resolved(path, files)
    }
  }

  /// A path with the links of what exists of it resolved.
  private static func resolved(_ path: FilePath, _ files: DiskFileSystem) -> FilePath {
    if let whole = try? files.resolve(path) { return whole }
    return path.parent == path ? path : resolved(path.parent, files) / path.name
  }
}
