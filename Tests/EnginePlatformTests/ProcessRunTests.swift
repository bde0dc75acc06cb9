import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Captured child processes")
struct ProcessRunTests {
  private let runner = PosixProcessRunner()

  @Test("keeps both outputs apart and reports the exit status", arguments: [0, 1, 130, 143, 255])
  func statuses(status: Int32) async throws {
    let command = ProcessFixtures.script("echo out; echo err >&2; exit \(status)")

    let output = try await runner.run(command, limit: .seconds(20))

    #expect(output.end == .exited(status))
    #expect(ProcessFixtures.text(output) == "out\n")
    #expect(output.standardError.reveal() == Array("err\n".utf8))
  }

  @Test("reports the signal that ended a child")
  func signalled() async throws {
    let output = try await runner.run(ProcessFixtures.script("kill -KILL $$"), limit: .seconds(20))

    #expect(output.end == .signalled(SIGKILL))
    #expect(output.end.status == 137)
  }

  @Test("hands over arguments that are not text, empty ones and thousands of them")
  func argumentBytes() async throws {
    let words =
      [Argument(bytes: [0xFF, 0x20, 0x0A, 0xC3]), ""] + (0..<10_000).map { Argument("\($0)") }
    let program =
      "import os,sys; sys.stdout.buffer.write(b'|'.join(map(os.fsencode, sys.argv[1:])))"

    let output = try await runner.run(ProcessFixtures.python(program, words), limit: .seconds(20))

    #expect(output.standardOutput.reveal() == Array(words.map(\.bytes).joined(separator: [0x7C])))
  }

  @Test("hands over the environment byte for byte and nothing else")
  func environmentBytes() async throws {
    let words: [[UInt8]] = [
      Array("PATH=/usr/bin:/bin".utf8), Array("ODD=".utf8) + [0xFE, 0x0A, 0x3D],
      Array("EMPTY=".utf8),
    ]
    let command = ProcessCommand(
      executable: "/usr/bin/env", arguments: ["-0"], environment: ProcessEnvironment(words: words))

    let output = try await runner.run(command, limit: .seconds(20))

    #expect(output.standardOutput.reveal() == Array(words.map { $0 + [0] }.joined()))
  }

  @Test("feeds megabytes while the child writes as much back")
  func feeding() async throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let command = ProcessCommand(
      executable: "/bin/cat", environment: ProcessFixtures.environment, input: Redacted(input))

    let output = try await runner.run(command, limit: .seconds(60))

    #expect(output.standardOutput.reveal() == input)
  }

  @Test("does not mind a child that reads none of its input")
  func unreadInput() async throws {
    let input = [UInt8](repeating: 65, count: 1_000_000)

    let output = try await runner.run(
      ProcessFixtures.script("exec 0<&-; echo done", input: input), limit: .seconds(20))

    #expect(ProcessFixtures.text(output) == "done\n")
    #expect(output.end == .exited(0))
  }

  @Test("gives an empty input when none is named")
  func noInput() async throws {
    let output = try await runner.run(ProcessFixtures.script("wc -c"), limit: .seconds(20))

    #expect(ProcessFixtures.text(output).filter(\.isNumber) == "0")
  }

  @Test("runs in the folder it is told")
  func folder() async throws {
    let folder = try TemporaryFolder()

    let output = try await runner.run(
      ProcessFixtures.script("pwd -P", directory: folder.path), limit: .seconds(20))

    #expect(ProcessFixtures.text(output) == folder.path.text + "\n")
  }

  @Test("starts children with default signals, an empty mask and three descriptors")
  func cleanStart() async throws {
    let program = """
      import os, signal
      named = [s for s in signal.valid_signals() if s not in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT)]
      print([int(s) for s in named if signal.getsignal(s) not in (signal.SIG_DFL, None)])
      print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
      print(sorted(int(n) for n in os.listdir('/proc/self/fd'))[:3], len(os.listdir('/proc/self/fd')))
      """
    // Open here without close-on-exec, as a careless library would.
    let careless = open("/dev/null", O_RDONLY)
    defer { close(careless) }

    let output = try await runner.run(ProcessFixtures.python(program), limit: .seconds(20))

    #expect(ProcessFixtures.text(output) == "[]\nset()\n[0, 1, 2] 4\n")
  }

  @Test("ends a child whose time is up, by force if it resists")
  func timeLimit() async throws {
    let quick = PosixProcessRunner(limits: ProcessLimits(grace: .milliseconds(50)))
    let command = ProcessFixtures.script("trap '' TERM; echo $$; while :; do sleep 1; done")

    await #expect(throws: ProcessError.timedOut(executable: "/bin/sh", seconds: 0.3)) {
      try await quick.run(command, limit: .milliseconds(300))
    }
  }

  @Test("ends a child that prints without end")
  func tooMuchOutput() async throws {
    let small = PosixProcessRunner(limits: ProcessLimits(capturedBytes: 100_000))

    await #expect(throws: ProcessError.tooMuchOutput(executable: "/usr/bin/yes", bytes: 100_000)) {
      try await small.run(
        ProcessCommand(executable: "/usr/bin/yes", environment: ProcessFixtures.environment),
        limit: .seconds(60))
    }
  }

  @Test("ends the child when the waiting task is cancelled")
  func cancellation() async throws {
    let folder = try TemporaryFolder()
    let note = folder.path / "pid"
    let command = ProcessFixtures.script(
      "echo $$ > \"$1.new\"; mv \"$1.new\" \"$1\"; exec sleep 600", [Argument(note)])
    let task = Task { try await runner.run(command, limit: .seconds(600)) }
    try #require(await ProcessFixtures.comes { DiskFileSystem().exists(note) })
    let text = String(decoding: try Data(contentsOf: URL(filePath: note.text)), as: UTF8.self)
    let pid = try #require(Int32(text.filter(\.isNumber)))
    let child = try #require(runner.identity(of: pid))

    task.cancel()
    let result = await task.result

    #expect(throws: ProcessError.cancelled) { try result.get() }
    #expect(!runner.isAlive(child))
  }

  @Test("does not wait for what the child left running with its output")
  func lingeringGrandchild() async throws {
    let output = try await runner.run(
      ProcessFixtures.script("sleep 600 & echo $!"), limit: .seconds(60))

    let pid = try #require(Int32(ProcessFixtures.text(output).filter(\.isNumber)))
    #expect(kill(pid, SIGKILL) == 0)
    #expect(output.end == .exited(0))
  }

  @Test("says why a program cannot be started")
  func notStarted() async throws {
    let folder = try TemporaryFolder()
    let plain = try folder.file("plain", "echo", mode: 0o644)
    let foreign = try folder.file("foreign", "no program", mode: 0o755)
    let script = try folder.file("script", "#!/no/such/interpreter -x\n", mode: 0o755)
    let cases: [(FilePath, String)] = [
      (folder.path / "missing", "no such file"),
      (folder.path, "it is a folder"),
      (plain, "it is not executable"),
      (foreign, "it is not a program for this machine"),
      (script, "its interpreter /no/such/interpreter is missing"),
      (plain / "below", "a part of its path is not a folder"),
      ("", "no such file"),
    ]

    for (executable, reason) in cases {
      let command = ProcessCommand(executable: executable, environment: ProcessEnvironment())
      await #expect(throws: ProcessError.notStarted(executable: executable, reason: reason)) {
        try await runner.run(command, limit: .seconds(20))
      }
    }
  }

  @Test("says what is wrong with the folder to run in")
  func badFolder() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("file", "", mode: 0o644)

    for (directory, reason) in [
      (folder.path / "missing", "its folder \(folder.path)/missing does not exist"),
      (file, "\(file) is not a folder"),
    ] {
      await #expect(throws: ProcessError.notStarted(executable: "/bin/sh", reason: reason)) {
        try await runner.run(
          ProcessFixtures.script("true", directory: directory), limit: .seconds(20))
      }
    }
  }

  @Test("refuses words with a zero byte and words that are too long")
  func impossibleWords() async throws {
    for (word, reason) in [
      (Argument(bytes: [65, 0, 66]), "one of its words holds a zero byte"),
      (
        Argument(bytes: [UInt8](repeating: 65, count: 4 << 20)),
        "the arguments and the environment are too long together"
      ),
    ] {
      await #expect(throws: ProcessError.notStarted(executable: "/bin/sh", reason: reason)) {
        try await runner.run(ProcessFixtures.script("true", [word]), limit: .seconds(20))
      }
    }
  }
}
