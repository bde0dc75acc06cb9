import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Conversations with a child")
struct ProcessConversationTests {
  private let runner = PosixProcessRunner()

  @Test("answers come back line by line, in order, also the last without an end")
  func echo() async throws {
    let child = try runner.start(
      ProcessFixtures.script("read a; read b; echo \"$b\"; echo; printf \"$a\""))
    try await child.write(line: "first ü")
    try await child.write(line: "second")

    var lines: [String] = []
    while let line = try await child.readLine() { lines.append(line) }

    #expect(lines == ["second", "", "first ü"])
    #expect(try await child.readLine() == nil)
    await child.finish(grace: .seconds(20))
  }

  @Test("carries lines far longer than a pipe, both ways")
  func longLines() async throws {
    let child = try runner.start(
      ProcessCommand(executable: "/bin/cat", environment: ProcessFixtures.environment))
    let long = String(repeating: "0123456789", count: 100_000)

    async let written: Void = child.write(line: long)
    let line = try await child.readLine()
    try await written

    #expect(line == long)
    await child.finish(grace: .seconds(20))
  }

  @Test("breaks off when a line is longer than allowed")
  func endlessLine() async throws {
    let small = PosixProcessRunner(limits: ProcessLimits(lineBytes: 200_000))
    let child = try small.start(ProcessFixtures.script("head -c 1000000 /dev/zero; sleep 600"))

    await #expect(throws: ProcessError.tooMuchOutput(executable: "/bin/sh", bytes: 200_000)) {
      try await child.readLine()
    }
    await child.finish(grace: .seconds(20))
  }

  @Test("lets a child wait whose lines no one reads, and loses none")
  func backPressure() async throws {
    let child = try runner.start(ProcessFixtures.script("seq 1 400000"))

    var count = 0
    while let line = try await child.readLine() {
      count += 1
      if line != "\(count)" { break }
    }

    #expect(count == 400_000)
    await child.finish(grace: .seconds(20))
  }

  @Test("a child that dies in the middle of a line is an error, not a crash")
  func deathMidWrite() async throws {
    let child = try runner.start(ProcessFixtures.script("head -c 10 > /dev/null"))

    await #expect(throws: ProcessError.closed(executable: "/bin/sh")) {
      try await child.write(line: String(repeating: "x", count: 5_000_000))
    }
    await #expect(throws: ProcessError.closed(executable: "/bin/sh")) {
      try await child.write(line: "more")
    }
    #expect(try await child.readLine() == nil)
    await child.finish(grace: .seconds(20))
  }

  @Test("a cancelled reader leaves its line to the next one")
  func cancelledReader() async throws {
    let child = try runner.start(
      ProcessCommand(executable: "/bin/cat", environment: ProcessFixtures.environment))
    let impatient = Task { try await child.readLine() }
    impatient.cancel()
    let result = await impatient.result

    try await child.write(line: "kept")

    #expect(throws: ProcessError.cancelled) { try result.get() }
    #expect(try await child.readLine() == "kept")
    await child.finish(grace: .seconds(20))
  }

  @Test("finishing closes the input and waits for the child's own end")
  func politeEnd() async throws {
    let folder = try TemporaryFolder()
    let note = folder.path / "note"
    let child = try runner.start(
      ProcessFixtures.script("cat > /dev/null; echo bye > \"$1\"", [Argument(note)]))

    await child.finish(grace: .seconds(60))

    #expect(try Data(contentsOf: URL(filePath: note.text)) == Data("bye\n".utf8))
  }

  @Test("finishing ends a child that does not listen")
  func forcedEnd() async throws {
    let quick = PosixProcessRunner(limits: ProcessLimits(grace: .milliseconds(20)))
    let child = try quick.start(
      ProcessFixtures.script("trap '' TERM; echo $$; while :; do sleep 1; done"))
    let pid = try #require(try await child.readLine().flatMap { Int32($0) })
    let identity = try #require(quick.identity(of: pid))

    await child.finish(grace: .milliseconds(20))

    #expect(!quick.isAlive(identity))
    await #expect(throws: ProcessError.closed(executable: "/bin/sh")) {
      try await child.write(line: "anyone?")
    }
  }

  @Test("letting go of a conversation ends the child")
  func lettingGo() async throws {
    let (identity, end) = try await startAndForget()

    #expect(await ProcessFixtures.comes { !runner.isAlive(identity) })
    #expect(end == "ready")
  }

  private func startAndForget() async throws -> (ProcessIdentity, String?) {
    let child = try runner.start(ProcessFixtures.script("echo $$; echo ready; exec sleep 600"))
    let pid = try #require(try await child.readLine().flatMap { Int32($0) })
    return (try #require(runner.identity(of: pid)), try await child.readLine())
  }

  @Test("a program that is not there is an error at once")
  func missing() {
    let command = ProcessCommand(executable: "/no/program", environment: ProcessEnvironment())

    #expect(
      throws: ProcessError.notStarted(executable: "/no/program", reason: "no such file")
    ) { try runner.start(command) }
  }
}
