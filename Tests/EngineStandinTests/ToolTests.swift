import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("swop-standin", .timeLimit(.minutes(1)))
struct ToolTests {
  private let runner = PosixProcessRunner()

  @Test("it says where it serves and ends when its input ends")
  func announcement() async throws {
    let talk = try runner.start(try command(["--sample", "--until-stdin-closes"]))

    let line = try #require(try await talk.readLine())
    let addresses = try #require(StandinJSON(Data(line.utf8)))
    let origin = try #require(addresses["origin"]?.string)
    let connection = try RawConnection(origin: origin)
    await connection.send("GET", "/standin/accounts")
    let answer = await connection.read()
    await talk.finish(grace: .seconds(20))
    let after = try await talk.readLine()

    #expect(addresses["backend"] == .string(origin + "/backend-api"))
    #expect(addresses["token"] == .string(origin + "/oauth/token"))
    #expect(addresses["responses"]?.string?.hasPrefix(origin) == false)
    #expect(answer.contains("lab@uni.test"))
    #expect(after == nil)
  }

  @Test("it reads accounts from a file")
  func accountsFile() async throws {
    let folder = try TemporaryFolder()
    let file = folder / "accounts.json"
    try DiskFileSystem().replace(
      file, with: Data("[{\"name\": \"mine\", \"plan\": \"pro\"}]".utf8), mode: .privateFile)
    let arguments = ["--accounts", file.text, "--token-lifetime", "310", "--until-stdin-closes"]
    let talk = try runner.start(try command(arguments))

    let line = try #require(try await talk.readLine())
    let origin = try #require(StandinJSON(Data(line.utf8))?["origin"]?.string)
    var answers: [String] = []
    for path in ["/standin/accounts", "/standin/settings"] {
      let connection = try RawConnection(origin: origin)
      await connection.send("GET", path)
      answers.append(await connection.read())
    }
    await talk.finish(grace: .seconds(20))

    #expect(answers[0].contains("mine@standin.test") && answers[0].contains("\"pro\""))
    #expect(answers[1].contains("\"token_lifetime_seconds\":310"))
  }

  @Test(
    "it refuses what it does not understand",
    arguments: [
      ["--port"], ["--port", "70000"], ["--token-lifetime", "0"], ["--accounts"], ["--dance"],
      ["--sample", "--accounts", "x"],
    ])
  func usage(arguments: [String]) async throws {
    let output = try await runner.run(try command(arguments), limit: .seconds(20))

    let text = String(decoding: output.standardError.reveal(), as: UTF8.self)
    #expect(output.end == .exited(2))
    #expect(text.hasPrefix("usage: swop-standin"))
  }

  @Test("it fails with a reason when its accounts cannot be read")
  func unreadableAccounts() async throws {
    let output = try await runner.run(
      try command(["--accounts", "/nowhere/accounts.json"]), limit: .seconds(20))

    let text = String(decoding: output.standardError.reveal(), as: UTF8.self)
    #expect(output.end == .exited(1))
    #expect(text.hasPrefix("swop-standin: "))
  }

  /// The tool is beside the bundle of the tests.
  private func command(_ arguments: [String]) throws -> ProcessCommand {
    let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
    let folder = bundle[..<(try #require(bundle.firstRange(of: "/swopPackageTests")).lowerBound)]
    return ProcessCommand(
      executable: FilePath(String(folder)) / "swop-standin",
      arguments: arguments.map { Argument($0) }, environment: ProcessEnvironment())
  }
}
