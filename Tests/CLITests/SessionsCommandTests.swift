import EngineCore
import TestSupport
import Testing

@Suite("swop sessions")
struct SessionsCommandTests {
  @Test("lists conversations with account, title, folder, size and identity")
  func list() async throws {
    let outcome = await (try Rig(terminal: true, width: 160)).run("sessions")

    #expect(outcome.status == 0)
    #expect(outcome.output.contains("work-1"))
    #expect(outcome.output.contains("Find the leak"))
    #expect(outcome.output.contains("1.2 MB"))
    #expect(outcome.output.contains("019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10"))
    #expect(outcome.output.contains("(no title) pinned") || outcome.output.contains("pinned"))
  }

  @Test("lists from the files when codex's database is damaged, with one warning that names it")
  func damagedDatabase() async throws {
    let damage = StoreError.codexDamaged(
      path: "/home/me/.codex/state_5.sqlite", detail: "file is not a database")
    var answers = ScriptedFleet.Answers()
    answers.conversations = ConversationList(.some, failures: [damage])
    let rig = try Rig(ScriptedFleet(answers))

    let outcomes = [await rig.run("sessions", "--json"), await rig.run("sessions", "usage")]

    for outcome in outcomes {
      #expect(outcome.status == 0)
      #expect(
        outcome.errors == """
          swop: Codex's list of conversations, /home/me/.codex/state_5.sqlite, is damaged: \
          file is not a database; titles, folders, pins and accounts may be missing from the list.

          """)
    }
    #expect(outcomes[0].output.contains("019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10"))
  }

  @Test("prunes what is older than the age that was named, 30 days by default")
  func ages() async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet)

    let standard = await rig.run("sessions", "prune", "--dry-run")
    _ = await rig.run("sessions", "prune", "--older-than", "2w")
    let wrong = await rig.run("sessions", "prune", "--older-than", "soon")
    let number = await rig.run("sessions", "prune", "--older-than", "30")
    let both = await rig.run("sessions", "prune", "--leftovers", "--older-than", "2w")

    #expect(fleet.calls == ["prune 2592000 on trial", "prune 1209600"])
    #expect(standard.output.contains("would delete 019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10"))
    #expect(
      standard.output.hasSuffix(
        "1 conversation (1.2 MB) would be deleted.\nKept: 1 younger, 1 pinned.\n"))
    #expect([wrong.status, number.status, both.status] == [2, 2, 2])
  }

  @Test("removes leftovers only when asked")
  func leftovers() async throws {
    let fleet = ScriptedFleet()
    let outcome = await (try Rig(fleet)).run("sessions", "prune", "--leftovers")

    #expect(fleet.calls == ["remove leftovers"])
    #expect(
      outcome.output == """
        copies of codex for its background process, 361 MB: \
        /home/me/.swop/accounts/work-1/codex/packages/app-server-daemon
        361 MB removed.

        """)
  }
}
