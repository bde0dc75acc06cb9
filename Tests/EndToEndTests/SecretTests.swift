import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("Secrets, end to end")
struct SecretTests {
  private static let key = "sk-standin-0123456789abcdef0123456789abcdef"

  @Test("after a day of everything no token is anywhere but in auth.json")
  func everywhere() async throws {
    var accounts = ["work", "phone", "paid"].map { StandinAccount($0) }
    accounts[2].apiKey = Self.key
    var settings = StandinSettings.quick
    // Short enough that anyone who looks renews it.
    settings.tokenLifetimeSeconds = 600
    let house = try await Household(accounts, settings: settings)
    let witness = SecretWitness(house: house)
    let watching = Task { try await witness.watch() }

    for printed in try await Self.day(in: house) { try witness.keep(printed) }
    watching.cancel()
    let seen = try await watching.value

    #expect(seen > 10)
    let tokens = await house.server.standin.update { state, _ in state.everyToken }
    #expect(tokens.reveal().count >= 12)
    let secrets = Redacted(tokens.reveal() + [Self.key])
    #expect(try await SecretHunt().places(of: secrets, in: house.folder.path) == [])
  }

  @Test("the hunt itself finds a secret in any of its forms")
  func hunt() async throws {
    let folder = try TemporaryFolder()
    let secret = "rt_standin_00112233445566778899aabbccddeeff"
    let forms = [
      "plain": "x\(secret)y", "hexadecimal": Hexadecimal.text(Array(secret.utf8)),
      "base64": "eHJ0X3N0YW5kaW5fMDAxMTIyMzM0NDU1NjY3Nzg4OTlhYWJiY2NkZGVlZmZ5", "auth.json": secret,
    ]
    for (name, text) in forms {
      try DiskFileSystem().replace(folder / name, with: Data(text.utf8), mode: .privateFile)
    }

    let places = try await SecretHunt().places(of: Redacted([secret]), in: folder.path)

    #expect(Set(places.map { FilePath($0).name }) == ["base64", "hexadecimal", "plain"])
  }

  @Test(
    "a program that dies by a fault shows nothing of its memory",
    arguments: ["SEGV", "ABRT", "TRAP"])
  func crash(_ signal: String) async throws {
    let house = try await Household([StandinAccount("work")])
    try #require(try await house.importAccount("work").status == 0)
    await house.server.standin.script(Behaviour(.hang, on: .usage), for: "work")

    let printed = try await house.dying(by: signal, ["status", "-R"])

    #expect([134, 139, 133].contains(printed.status), "\(printed)")
    // Neither a backtrace of the runtime nor the word of `timeout` that there was a core dump.
    #expect(printed.output == "" && printed.errors == "", "\(printed)")
    let names = try DiskFileSystem().list(house.folder / "work")
    #expect(names.filter { $0.hasPrefix("core") } == [])
  }

  /// Everything that swop does with sign-ins.
  private static func day(in house: Household) async throws -> [Printed] {
    let log: [String: String?] = ["SWOP_LOG": "debug"]
    var printed: [Printed] = []
    func run(_ words: String..., input: String? = nil) async throws {
      printed.append(try await house.swop(words, input: input, variables: log))
    }
    func task(_ label: String) async throws {
      try await run("codex", "--account", label, "exec", "--skip-git-repo-check", "hello")
    }
    let folder = house.folder / "work" / "given"
    try DiskFileSystem().createFolder(folder, mode: .privateFolder)
    let given = try await house.signInFile(of: "work", living: 600)
    try DiskFileSystem().move(given, to: folder / "auth.json")
    await house.server.standin.update { state, _ in state.settings.approver = "phone" }

    try await run("add", "work", "--import", folder.text)
    try await run("add", "phone", "--device-auth")
    try await run("add", "paid", "--with-api-key", input: key + "\n")
    for one in printed { #expect(one.status == 0, "\(one)") }
    try await run("add", "again", "--with-api-key", "--json", input: key + "\n")
    try await run("add", "again", "--import", folder.text, "--json")
    try await breakOff(folder)
    try await run("add", "broken", "--import", folder.text, "--json")
    for label in ["work", "phone", "paid"] { try await task(label) }
    try await house.age("work", living: 600)
    try await run("status", "-R")
    try await house.echoTokens(of: "work")
    try await run("status", "-R")
    try await run("status", "-R", "--json")
    await house.server.standin.update { state, _ in
      state.revokeBearers(of: "phone")
      _ = state.script(Behaviour(.refreshRefused(code: "refresh_token_expired")), for: nil)
    }
    try await run("status", "-R", "--json")
    try await task("phone")
    for words in [["events"], ["history"], ["why"], ["best"], ["config", "list"], ["status"]] {
      printed.append(try await house.swop(words, variables: log))
      printed.append(try await house.swop(words + ["--json"], variables: log))
    }
    printed.append(try await house.dying(by: "INT", ["status", "-R", "--watch", "--json"]))
    for signal in ["SEGV", "ABRT"] {
      printed.append(try await house.dying(by: signal, ["status", "-R", "--watch"]))
    }
    try await run("remove", "work")
    try await run("trash", "list", "--json")
    try await run("trash", "restore", "work")
    try await run("logout", "phone", "--json")
    try await run("trash", "purge", "phone")
    try await run("remove", "paid", "--json")
    return printed
  }

  /// Cuts a sign-in file in the middle of its tokens.
  private static func breakOff(_ folder: FilePath) async throws {
    let files = DiskFileSystem()
    let whole = try files.read(folder / "auth.json")
    try files.replace(
      folder / "auth.json", with: whole.prefix(whole.count - 60), mode: .privateFile)
  }
}

extension Household {
  /// Starts the program with crash reports wanted, and sends it a signal after a second.
  fileprivate func dying(by signal: String, _ words: [String]) async throws -> Printed {
    var environment = environment
    environment["SWIFT_BACKTRACE"] = "enable=yes,color=no,interactive=no,timeout=10s"
    let script = "ulimit -c unlimited; exec timeout --preserve-status -s \"$0\" 1 \"$@\""
    let command = ProcessCommand(
      executable: "/bin/sh",
      arguments: (["-c", script, signal, try Program.swop.text] + words).map { Argument($0) },
      environment: environment, directory: folder / "work")
    return Printed(try await runner.run(command, limit: .seconds(60)))
  }

  /// From now on the servers repeat the tokens they were sent in their errors.
  fileprivate func echoTokens(of name: String) async throws {
    let path = folder / "root" / "accounts" / name / "codex" / "auth.json"
    let text = String(decoding: try DiskFileSystem().read(path), as: UTF8.self)
    await server.standin.update { state, _ in
      _ = state.script(Behaviour(.status(500, body: text), on: .usage, times: 1), for: name)
      _ = state.script(Behaviour(.status(403, body: text), on: .usage, times: 1), for: name)
      _ = state.script(Behaviour(.status(400, body: text), on: .token, times: 2), for: nil)
    }
  }
}
