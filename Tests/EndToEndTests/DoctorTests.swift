import Engine
import EnginePlatform
import TestSupport
import Testing

@testable import EngineCore
@testable import EngineStandin

@Suite("Doctor and its report, end to end", .serialized)
struct DoctorTests {
  @Test("a day of ordinary use leaves nothing to mend, and the report gives no one away")
  func ordinary() async throws {
    let names = ["zebra-office", "quagga-private"]
    let house = try await Household(names.map { StandinAccount($0) })
    for name in names { try await house.bring(name) }
    _ = try await house.talk(names[0], ["exec", "--skip-git-repo-check", "one"])
    _ = try await house.swop(["status", "-R"])
    #expect(try await house.swop(["remove", names[1]]).status == 0)

    let report = try await house.swop(["doctor", "--json"])
    let findings = try report.json()["checks"]?.elements?.filter { check in
      // The other tests of this machine may sign in at the same moment.
      !["ok", "note"].contains(check["result"]?.text ?? "")
        && check["name"]?.text != "sign_in_port"
    }
    #expect(findings == [], "\(report)")

    let bundle = try await house.swop(["debug", "bundle"])
    #expect(bundle.status == 0)
    #expect(bundle.output.contains("account_trashed account-2"))
    #expect(bundle.output.contains("codex 0.163.0"))
    let tokens = await house.server.standin.update { state, _ in state.everyToken }
    let givenAway = (tokens.reveal() + names + [house.folder.path.text + "/home", "@"])
      .filter { bundle.output.contains($0) }
    #expect(givenAway == [])
  }

  @Test("what is broken is named, mended, and in order afterwards")
  func mended() async throws {
    let house = try await Household([StandinAccount("a")])
    try await house.bring("a")
    _ = try await house.talk("a", ["exec", "--skip-git-repo-check", "one"])
    let (files, root) = (DiskFileSystem(), house.folder / "root")
    let home = root / "accounts" / "a" / "codex"
    try files.setMode(home / "auth.json", .sharedFile)
    try files.createFolder(root / "themes" / "mine.json5", mode: .privateFolder)
    try files.remove(home / "sessions")
    try files.createFolder(home / "sessions", mode: .privateFolder)
    _ = try await house.tool(
      "/usr/bin/sqlite3",
      [
        (house.folder / "home" / ".codex" / "state_5.sqlite").text,
        "UPDATE threads SET rollout_path = replace(rollout_path, '"
          + "\(house.folder.path)/home/.codex', '\(home)')",
      ])

    let first = try await house.swop(["doctor"])
    let trial = try await house.swop(["doctor", "--fix", "--dry-run"])
    let fixed = try await house.swop(["doctor", "--fix"])
    let second = try await house.swop(["doctor"])

    #expect([first, trial, fixed, second].map(\.status) == [1, 1, 0, 0], "\(fixed)\(second)")
    for found in [
      "had mode 0644, not 0600", "1 conversation is listed under the path of",
      "themes/mine.json5: it is a folder.", "swop themes check",
    ] {
      #expect(first.output.contains(found), "\(first)")
    }
    #expect(fixed.output.contains("repaired  free conversations from the path of"))
    #expect(!second.output.contains("problem"))
    #expect(try await house.rows(matching: "rollout_path LIKE '%/accounts/%'") == [])
  }
}
