import EngineCore
import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a program in the foreground as `swop codex` does, for tests on a pseudo-terminal.
///
/// Usage: `swop-foreground NOTE PROGRAM ARGUMENT…`. The file NOTE gets the two process numbers; the end
/// goes to standard error; the exit status is the one a shell would report. With `--leaks` alone it runs
/// many captured children and counts what they leave behind; with `--one-at-a-time` it starts a second
/// child while the first has the terminal, then gives up waiting for the first.
@main
struct ForegroundTool {
  static func main() async {
    let words = CommandLine.arguments.map { Argument($0) }
    if words.dropFirst() == ["--leaks"] { return await countLeaks() }
    if words.dropFirst() == ["--one-at-a-time"] { return await runOneAtATime() }
    guard words.count > 2 else { exit(2) }
    let note = FilePath(words[1].description)
    let command = ProcessCommand(
      executable: FilePath(words[2].description), arguments: Array(words.dropFirst(3)),
      environment: ProcessEnvironment(ProcessInfo.processInfo.environment))
    let runner = PosixProcessRunner()
    do {
      let end = try await runner.runInForeground(command) { child in
        let text = "\(runner.current.pid) \(child.pid) \(runner.isAlive(child))\n"
        try? DiskFileSystem().replace(note, with: Data(text.utf8), mode: .privateFile)
      }
      report("end: \(end)\n")
      exit(end.status)
    } catch {
      report("\(error)\n")
      exit(1)
    }
  }

  private static func countLeaks() async {
    let runner = PosixProcessRunner()
    let command = ProcessCommand(
      executable: "/bin/cat", environment: ProcessEnvironment(), input: Redacted([1, 2, 3]))
    var ended = await runOnce(runner, command)
    let before = openDescriptors
    for _ in 1..<200 { ended += await runOnce(runner, command) }
    ended += await withTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { await runOnce(runner, command) } }
      return await group.reduce(0, +)
    }
    // A watching thread lets go of its pipe a moment after the child is reported.
    let patience = ContinuousClock.now + .seconds(20)
    while openDescriptors > before && ContinuousClock.now < patience { await Task.yield() }
    // The wait fails with ECHILD when there is no child left, ended or not.
    let children = waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD ? 0 : 1
    // The first child's pipe may still have been open when they were counted: fewer is not a leak.
    let more = max(0, openDescriptors - before)
    print("\(ended) ended, \(more) descriptors more, \(children) children left")
  }

  private static func runOneAtATime() async {
    let runner = PosixProcessRunner()
    let missing = ProcessCommand(executable: "/no/program", environment: ProcessEnvironment())
    let sleeping = ProcessCommand(
      executable: "/bin/sleep", arguments: ["600"], environment: ProcessEnvironment())
    await printFailure(runner, missing)
    let (started, continuation) = AsyncStream.makeStream(of: ProcessIdentity.self)
    let task = Task { try await runner.runInForeground(sleeping) { continuation.yield($0) } }
    let child = await started.first { _ in true }
    await printFailure(runner, sleeping)
    task.cancel()
    if let end = try? await task.value, let child {
      print("\(end), alive: \(runner.isAlive(child))")
    }
  }

  private static func printFailure(_ runner: PosixProcessRunner, _ command: ProcessCommand) async {
    do {
      print(try await runner.runInForeground(command) { _ in })
    } catch {
      print(error)
    }
  }

  private static func runOnce(_ runner: PosixProcessRunner, _ command: ProcessCommand) async -> Int
  {
    let output = try? await runner.run(command, limit: .seconds(60))
    return output?.standardOutput.reveal() == [1, 2, 3] ? 1 : 0
  }

  private static var openDescriptors: Int {
    (0..<4096).count { fcntl(Int32($0), F_GETFD) != -1 }
  }

  private static func report(_ text: String) {
    _ = text.withCString { write(2, $0, strlen($0)) }
  }
}
