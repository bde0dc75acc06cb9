import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("The life of an account, end to end", .serialized)
struct LifeCycleTests {
  @Test("a removed account comes back working, under its old key")
  func removeAndRestore() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let before = try house.bytes(house.authFile("work"))

    let removed = try await house.swop(["remove", "work", "--json"])
    let gone = try await house.swop(["codex", "--account", "work", "exec", "hi"])
    let listed = try await house.swop(["trash", "--json"]).json()["trash"]?.elements
    let restored = try await house.swop(["trash", "restore", "work"])
    let ran = try await house.codex(as: "work", "say hi")

    #expect(removed.status == 0, "\(removed)")
    #expect(gone.status == 2 && gone.errors.contains("Account “work” not found"), "\(gone)")
    #expect(listed?.map { [$0["label"], $0["signed_out"]] } == [["work", false]])
    #expect(restored.status == 0 && restored.output == "work is back.\n", "\(restored)")
    #expect(try house.bytes(house.authFile("work")) == before)
    #expect(ran.status == 0 && ran.output == "answered by work\n", "\(ran)")
    #expect(house.names("trash") == [])
    #expect(await house.server.standin.counters.revocations == 0)
  }

  @Test("logout revokes, keeps the sandbox in the trash, and a restore is expired")
  func logout() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    let out = try await house.swop(["logout", "work", "--json"]).json()
    let restored = try await house.swop(["trash", "restore", "work"])

    #expect(out["trashed"]?["signed_out"] == true && out["remote_error"] == .null, "\(out)")
    #expect(await house.server.standin.counters.revocations == 1)
    #expect(restored.status == 0, "\(restored)")
    #expect(try await house.status("state") == ["work": "expired"])
    #expect(try await house.swop(["best"]).status == 3)
  }

  @Test(
    "logout moves to the trash whatever the server says, and a restore is expired",
    arguments: [Fault.status(500), .hang, .drop])
  func logoutWithoutServer(fault: Fault) async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.script(Behaviour(fault, on: .revoke), for: nil)

    let out = try await house.swop(["logout", "work"])

    #expect(out.status == 0, "\(out)")
    #expect(house.names("accounts") == [] && house.names("trash").count == 1)
    #expect(try await house.swop(["trash", "restore", "work"]).status == 0)
    #expect(try await house.status("state") == ["work": "expired"])
  }

  @Test("logout without any codex asks the server itself, and a restore is expired")
  func logoutWithoutCodex() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    let out = try await house.swop(
      ["logout", "work"], variables: ["SWOP_CODEX_BIN": "/nowhere/codex"])

    #expect(out.status == 0 && out.errors == "", "\(out)")
    #expect(await house.server.standin.counters.revocations == 1)
    #expect(house.names("accounts") == [])
    #expect(try await house.swop(["trash", "restore", "work"]).status == 0)
    #expect(try await house.status("state") == ["work": "expired"])
  }

  @Test("removing while a run lives is refused with its number; --force goes ahead")
  func removeWhileRunning() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.script(Behaviour(.hang, on: .responses), for: "work")

    try await house.onTerminal(
      ["codex", "--account", "work", "exec", "--skip-git-repo-check", "hi"]
    ) { terminal in
      _ = await house.server.standin.wait { state in
        state.entries.contains { $0.endpoint == .responses && !$0.isUpgrade }
      }
      #expect(try await house.status("state") == ["work": "in_use"])
      for command in ["remove", "logout"] {
        let refused = try await house.swop([command, "work", "--json"])
        #expect(refused.status == 6 && refused.error?["code"] == "in_use", "\(refused)")
        #expect(refused.error?["message"] == "work is used by run 1.", "\(refused)")
      }
      #expect(house.names("accounts") == ["work"])
      #expect(await house.server.standin.counters.revocations == 0)

      let forced = try await house.swop(["remove", "work", "--force"])
      #expect(forced.status == 0, "\(forced)")
      #expect(house.names("accounts") == [])
    }
  }

  @Test("a relogin that is cancelled, denied or another identity leaves the sign-in as it was")
  func failedRelogin() async throws {
    let house = try await Household([StandinAccount("work"), StandinAccount("other")])
    try await house.bring("work")
    let before = try house.bytes(house.authFile("work"))

    await house.settings { $0.approver = "other" }
    let other = try await house.swop(["relogin", "work", "--device-auth"])
    await house.settings { $0.deniesSignIn = true }
    let denied = try await house.swop(["relogin", "work", "--device-auth"])
    await house.settings { settings in
      settings.deniesSignIn = false
      settings.approvesDeviceAtPoll = nil
    }
    try await house.onTerminal(["relogin", "work", "--device-auth"]) { terminal in
      try await terminal.see("enter .*[A-Z]{4}-[A-Z]{4}")
      try await terminal.type("\u{3}")
      #expect(try await terminal.end() == "130")
    }

    #expect(other.status == 1 || other.status == 2, "\(other)")
    #expect(other.errors.contains("it was discarded and the old one stays"), "\(other)")
    #expect(denied.status == 1, "\(denied)")
    #expect(try house.bytes(house.authFile("work")) == before)
    #expect(house.names("staging") == [])
    // Nothing was ended at the server either: the old sign-in works.
    #expect(await house.server.standin.counters.revocations == 0)
    let ran = try await house.codex(as: "work", "say hi")
    #expect(ran.status == 0 && ran.output == "answered by work\n", "\(ran)")
  }

  @Test("a relogin renews the sign-in in place")
  func relogin() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    await house.server.standin.update { state, _ in state.signOut("work") }
    #expect(try await house.swop(["status", "-R"]).status == 0)
    #expect(try await house.status("state") == ["work": "expired"])

    await house.settings { $0.approver = "work" }
    let again = try await house.swop(["relogin", "work", "--device-auth"])

    #expect(again.status == 0, "\(again)")
    #expect(try await house.status("state") == ["work": "ready"])
    #expect(house.names("accounts") == ["work"])
  }

  @Test("purging revokes at the server and destroys; an unreachable server does not stop it")
  func purge() async throws {
    let house = try await Household([StandinAccount("work"), StandinAccount("home")])
    for name in ["work", "home"] {
      try await house.bring(name)
      _ = try await house.swop(["remove", name])
    }

    let purged = try await house.swop(["trash", "purge", "work"])
    #expect(purged.status == 0 && purged.output == "work is destroyed.\n", "\(purged)")
    #expect(await house.server.standin.counters.revocations == 1)
    await house.server.standin.script(Behaviour(.status(500), on: .revoke), for: nil)
    let offline = try await house.swop(["trash", "purge", "home"])

    #expect(offline.status == 0, "\(offline)")
    #expect(house.names("trash") == [])
    #expect(try await house.swop(["trash", "restore", "work"]).status == 2)
  }

  @Test("what this clock alone calls older than thirty days stays, whatever is run")
  func oldTrash() async throws {
    let house = try await Household(["old", "young", "work"].map { StandinAccount($0) })
    for name in ["old", "young", "work"] { try await house.bring(name) }
    for name in ["old", "young"] { _ = try await house.swop(["remove", name]) }
    try house.makeTrashOld("old")

    for words in [
      ["status"], ["best"], ["why"], ["history"], ["status", "-R"], ["trash"], ["trash", "purge"],
    ] {
      #expect(try await house.swop(words).status == 0, "\(words)")
    }
    let ran = try await house.codex(as: "work", "say hi")

    #expect(ran.status == 0, "\(ran)")
    #expect(house.names("trash").count == 2)
    #expect(await house.server.standin.counters.revocations == 0)
    let listed = try await house.swop(["trash", "--json"]).json()["trash"]?.elements
    #expect(listed?.compactMap { $0["label"]?.text }.sorted() == ["old", "young"])
    let events = try await house.swop(["events", "--json"]).json()["events"]?.elements
    #expect(events?.contains { $0["kind"] == "account_purged" } == false)
  }

  @Test("a rename keeps the key, and the label is free again")
  func rename() async throws {
    let house = try await Household([StandinAccount("work"), StandinAccount("home")])
    try await house.bring("work")

    let renamed = try await house.swop(["rename", "work", "Büro 2", "--json"]).json()["account"]
    let ran = try await house.codex(as: "büro 2", "say hi")
    let taken = try await house.bring("home", as: "work")

    #expect(
      renamed?["label"] == "Büro 2" && renamed?["key"] == "work", "\(String(describing: renamed))")
    #expect(ran.status == 0 && ran.output == "answered by work\n", "\(ran)")
    #expect(taken.status == 0, "\(taken)")
    #expect(try await house.status("key") == ["Büro 2": "work", "work": "work-2"])
  }

  @Test("disable takes an account out of every choice, enable brings it back")
  func enableDisable() async throws {
    let house = try await Household([StandinAccount("a"), StandinAccount("b")])
    for name in ["a", "b"] { try await house.bring(name) }

    #expect(try await house.swop(["disable", "a"]).status == 0)
    let best = try await house.swop(["best"])
    let named = try await house.codex(as: "a", "hi")
    let state = try await house.status("state")
    #expect(try await house.swop(["enable", "a"]).status == 0)

    #expect(best.output == "b\n", "\(best)")
    #expect(named.status == 3 && named.errors.contains("swop enable a"), "\(named)")
    #expect(state == ["a": "off", "b": "ready"])
    #expect(try await house.swop(["best"]).output == "a\n")
    #expect(await house.turns() == [])
  }
}

extension Household {
  /// Moves the moment at which an account went to the trash back by 31 days.
  func makeTrashOld(_ label: String) throws {
    let folder = folder / "root" / "trash"
    for name in names("trash") where name.hasPrefix(label + "@") {
      let path = folder / name / "trash.json"
      var file = try JSONReader.value(in: try bytes(path))
      let old = SystemTimeSource().now().addingTimeInterval(-31 * 86_400)
      file["trashed_at"] = .string(ClockText.stamp(old))
      try write(JSONWriter.line(file), to: path)
    }
  }
}
