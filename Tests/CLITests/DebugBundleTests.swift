import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import CLI

@Suite("swop debug bundle")
struct DebugBundleTests {
  @Test(
    "shows states, settings and events, and no label, address, token, home or value of a variable")
  func masked() async throws {
    var answers = ScriptedFleet.Answers()
    answers.events = [
      [
        EngineEvent(
          number: 1, at: .fixed, kind: .warning, label: "beta",
          message: "beta: rt_0011223344556677 of me@home.test went to sk-live-123456789"),
        EngineEvent(
          number: 2, at: .fixed, kind: .accountTrashed, label: "gone-for-long",
          message: "gone-for-long moved to the trash"),
        EngineEvent(
          number: 3, at: .fixed,
          move: ProxyMove(
            from: AccountID("id-beta"), fromLabel: "beta", to: AccountID("gone"),
            toLabel: "took-over",
            reason: "the backend answered 500", moment: .beforeFirstByte)),
      ]
    ]
    let rig = try Rig(
      ScriptedFleet(answers),
      variables: ["SWOP_ACCOUNT": "work-1", "CODEX_API_KEY": "sk-secret-value", "PATH": "/nowhere"])
    try rig.settle("{ fallback: ['work-1'] }")
    let log = rig.folder / "log" / "swop.log"
    try DiskFileSystem().createFolder(log.parent, mode: .privateFolder)
    try DiskFileSystem().replace(
      log, with: Data("info token_refreshed work-1: \(rig.folder.path)/x\n".utf8),
      mode: .privateFile)

    let report = await rig.run("debug", "bundle").output

    for shown in [
      "## doctor", "account-1: in_use, team, 5h 64% week 71%", "fallback = set", "SWOP_ACCOUNT",
      "CODEX_API_KEY", "warning account-6: account-6: <masked> of <e-mail> went to <masked>",
      "moved to the trash", "token_refreshed account-1: ~/x",
    ] {
      #expect(report.contains(shown), "\(shown)\n\(report)")
    }
    for hidden in [
      "work-1", "beta", "gone-for-long", "took-over", "home.test", "rt_0011", "sk-",
      rig.folder.path.text,
    ] {
      #expect(!report.contains(hidden), "\(hidden)\n\(report)")
    }
  }

  @Test("writes a new file for its owner, and none over another")
  func file() async throws {
    var rig = try Rig()
    rig.environment.folder = rig.folder.path

    let first = await rig.run("debug", "bundle", "--output", "report.txt")
    let second = await rig.run("debug", "bundle", "--output", "report.txt")

    #expect([first.status, second.status] == [0, 1])
    let path = rig.folder / "report.txt"
    #expect(try DiskFileSystem().status(path)?.mode == .privateFile)
    let text = String(decoding: try DiskFileSystem().read(path), as: UTF8.self)
    #expect(text.hasPrefix("swop "))
  }
}
