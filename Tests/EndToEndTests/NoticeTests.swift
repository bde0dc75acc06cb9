import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("Notices, end to end")
struct NoticeTests {
  @Test("an expired session reaches the webhook once, however many processes see it")
  func webhook() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let address = house.server.backendURL + "/notices/s3cret"
    let set = try await house.swop(
      ["config", "set", "notify.webhook", "-"], input: address + "\n")
    await house.server.standin.update { state, _ in state.signOut("work") }
    try await house.age(tokenOf: "work")

    try await withThrowingTaskGroup(of: Printed.self) { group in
      for _ in 0..<4 { group.addTask { try await house.swop(["status", "-R"]) } }
      for try await printed in group {
        #expect(printed.status == 0 && !"\(printed)".contains("s3cret"), "\(printed)")
      }
    }
    _ = try await house.swop(["status", "-R"])

    #expect(set.status == 0 && !"\(set)".contains("s3cret"), "\(set)")
    let posts = await house.server.standin.entries.filter { $0.path.hasSuffix("/notices/s3cret") }
    #expect(posts.map(\.method) == ["POST"])
    #expect(try await house.status("state") == ["work": "expired"])
  }

  @Test(
    "a banked reset that ends soon is told of on the desktop once, one that ends later is not",
    arguments: [(86_400, 1), (10 * 86_400, 0)])
  func bankedReset(seconds: Double, times: Int) async throws {
    var account = StandinAccount("work")
    account.bankedResets = 1
    account.bankedResetSeconds = seconds
    let house = try await Household([account])
    try await house.bring("work")
    let tools = house.folder / "tools"
    try DiskFileSystem().createFolder(tools, mode: .privateFolder)
    try house.writeProgram(
      "printf '%s\\n' \"$@\" >>'\(house.folder.path)/shown'", to: tools / "notify-send")
    let path = [tools.text, house.environment["PATH"] ?? ""].joined(separator: ":")
    let refresh = ["status", "-R"]

    // No one wants to know yet, and nothing is asked for it.
    _ = try await house.swop(refresh)
    let before = await house.resetQuestions()
    #expect(try await house.swop(["config", "set", "notify.desktop", "on"]).status == 0)
    for _ in 0..<2 {
      let printed = try await house.swop(refresh, variables: ["PATH": path])
      #expect(printed.status == 0, "\(printed)")
    }

    let shown = (try? house.bytes(house.folder / "shown")).map {
      String(decoding: $0, as: UTF8.self)
    }
    let sentences = (shown ?? "").split(separator: "\n").filter { $0.contains("banked reset") }
    #expect(sentences.count == times, "\(shown ?? "nothing")")
    #expect(sentences.allSatisfy { $0.hasPrefix("A banked reset of work ends unused at ") })
    #expect(before == 0)
    #expect(await house.resetQuestions() == 1)
  }
}

extension Household {
  /// How often the stand-in was asked for banked resets.
  fileprivate func resetQuestions() async -> Int {
    await server.standin.entries.count { $0.endpoint == .resetCredits }
  }
}
