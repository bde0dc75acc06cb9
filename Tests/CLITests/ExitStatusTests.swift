import Engine
import Testing

@testable import CLI
@testable import EngineCore

@Suite("Exit statuses and errors")
struct ExitStatusTests {
  struct Failure: EngineError, Hashable {
    let code = "made_up"
    let message = "Something \u{1B}[31mfailed."
    let remedy: String? = "Do this."
    let outcome: FailureOutcome
  }

  @Test(
    "every kind of failure has its status, its sentence and its object",
    arguments: [
      (FailureOutcome.failed, Int32(1)), (.usage, 2), (.noAccountUsable, 3), (.signInNeeded, 4),
      (.codexUnusable, 5), (.busy, 6), (.interrupted, 130),
    ])
  func failures(outcome: FailureOutcome, status: Int32) async throws {
    let rig = try Rig(ScriptedFleet(.init(failure: Failure(outcome: outcome))))

    let plain = await rig.run("status")
    let json = await rig.run("status", "--json")

    let errors = "swop: Something [31mfailed.\nDo this.\n"
    #expect(plain == .init(status: status, output: "", errors: errors))
    #expect(
      json
        == .init(
          status: status,
          output:
            #"{"schema_version":1,"error":{"code":"made_up","message":"Something \u001b[31mfailed.","remedy":"Do this."}}"#
            + "\n", errors: errors))
  }

  @Test("an error that no one foresaw is a failure without a stack trace")
  func unexpected() async throws {
    struct Strange: Error {}
    var rig = try Rig()
    rig.environment.makeFleet = { _ in throw Strange() }

    let outcome = await rig.run("status")

    #expect(outcome.status == 1)
    #expect(
      outcome.errors.hasPrefix("swop: Unexpected error. Please report it: swop debug bundle\n"))
  }

  @Test("a wrong variable or a broken settings file is one sentence before anything happens")
  func settings() async throws {
    let fleet = ScriptedFleet()
    let variable = try Rig(fleet, variables: ["SWOP_ROTATE": "yes"])
    let file = try Rig(fleet)
    try file.settle("{ strategy: }")

    let first = await variable.run("status")
    let second = await file.run("status")

    #expect(
      first
        == .init(
          status: 2, output: "",
          errors:
            "swop: SWOP_ROTATE is “yes”; it must be 0 or 1.\nChange it, or clear it: unset SWOP_ROTATE\n"
        ))
    #expect(second.status == 1)
    #expect(second.errors.contains("config.json, line 1, column 13: expected a value."))
    #expect(fleet.calls == [])
  }

  @Test("best prints a label, and 3 with the earliest reset when there is none")
  func best() async throws {
    let some = try Rig()
    let none = try Rig(ScriptedFleet(.init(ranking: .blocked)))

    #expect(await some.run("best") == .init(status: 0, output: "work-1\n", errors: ""))
    let errors = "swop: All accounts blocked until 2026-11-20 15:32.\nSee why: swop why\n"
    #expect(await none.run("best") == .init(status: 3, output: "", errors: errors))
    let json = await none.run("best", "--json", "--strategy", "drain")
    #expect(json.status == 3)
    #expect(
      json.output.hasPrefix(
        #"{"schema_version":1,"selected":null,"strategy":"drain","reason":"Every account is used up.","blocked_until":"2026-11-20T15:32:07Z","ranking":[{"label":"work-1","rank":1,"viable":true,"reason":"29% of the week used","used_percent":29.0,"age_seconds":12},{"label":"beta","rank":2,"viable":false,"reason":"expired","used_percent":null,"age_seconds":null}],"project":null}"#
      ))
  }

  @Test("why explains all accounts or one, and offers the nearest label")
  func why() async throws {
    let rig = try Rig()

    #expect(
      await rig.run("why").output == """
        work-1 has the most left of its week.

        #  ACCOUNT  USED  AGE  WHY
        1  work-1    29%  12s  29% of the week used
        2  beta                expired

        """)
    #expect(await rig.run("why", "BETA").output == "beta has rank 2 of 2: expired.\n")
    let unknown = await rig.run("why", "wrok-1")
    #expect(unknown.status == 2)
    #expect(unknown.errors == "swop: Account “wrok-1” not found.\nDid you mean work-1?\n")
  }

  @Test("a long reason goes on below instead of being cut")
  func longReason() async throws {
    let reason =
      "58% of its week left (resets in 5d07h), behind others because a short window is low"
    let ranking = Ranking(
      selected: nil, strategy: .mostLeft, reason: "None.",
      entries: [
        RankedAccount(
          id: AccountID("1"), label: "lab", rank: 1, isViable: true, reason: reason,
          usedPercent: 42, ageSeconds: 0)
      ])
    let rig = try Rig(
      ScriptedFleet(.init(ranking: ranking)), terminal: true, width: 60,
      variables: ["NO_COLOR": "1"])

    #expect(
      await rig.run("why").output == """
        None.

        #  ACCOUNT  USED  AGE  WHY
        1  lab       42%   0s  58% of its week left (resets in
                               5d07h), behind others because a short
                               window is low

        """)
  }

  @Test("without accounts there is nothing to choose: 3")
  func noAccounts() async throws {
    let ranking = Ranking(selected: nil, strategy: .mostLeft, reason: "", entries: [])

    let outcome = await (try Rig(ScriptedFleet(.init(ranking: ranking)))).run("best")

    #expect(outcome.status == 3)
    #expect(outcome.errors.hasSuffix("Add the first one: swop add LABEL\n"))
  }

  @Test(
    "commands about one account do what they say and say what they did",
    arguments: [
      (
        ["remove", "old"], "remove old",
        "old is in the trash for 30 days. Bring it back: swop trash restore old"
      ),
      (
        ["rm", "old"], "remove old",
        "old is in the trash for 30 days. Bring it back: swop trash restore old"
      ),
      (["logout", "old"], "logout old", "old is signed out and in the trash for 30 days."),
      (["set", "lab"], "default lab", "lab is the default account."),
      (["set", "--here", "lab"], "project lab", "/src/app is bound to the account lab."),
      (
        ["set", "--here", "--strategy", "drain"], "project by drain",
        "/src/app is bound to the strategy drain."
      ),
      (["unset", "--here"], "no project", "No account is bound to this directory."),
      (["unset"], "default -", "No default account: swop chooses for every run."),
      (["enable", "lab"], "enable lab", "lab is on."),
      (["disable", "lab"], "disable lab", "lab is off."),
      (["rename", "lab", "my lab"], "rename lab to my lab", "lab is now called my lab."),
      (["trash", "restore", "old"], "restore old as -", "old is back."),
      (["trash", "restore", "old", "--as", "new"], "restore old as new", "new is back."),
      (["trash", "purge"], "purge -", "old is destroyed."),
      (["trash", "purge", "old"], "purge old", "old is destroyed."),
    ])
  func oneAccount(line: [String], call: String, said: String) async throws {
    let fleet = ScriptedFleet()

    let outcome = await (try Rig(fleet)).run(line.map { Argument($0) })

    #expect(outcome == .init(status: 0, output: said + "\n", errors: ""))
    #expect(fleet.calls == [call])
  }

  @Test("a server that would not sign out is told, and the account is in the trash all the same")
  func logoutFailure() async throws {
    let failure = ErrorReport(code: "network", message: "The server is away.", remedy: nil)

    let outcome = await (try Rig(ScriptedFleet(.init(remoteFailure: failure)))).run("logout", "old")

    #expect(outcome.status == 0)
    #expect(outcome.errors == "swop: The server is away.\n")
  }

  @Test("the list of the trash shows everything and destroys nothing, whatever the clock says")
  func oldTrash() async throws {
    let old = TrashedAccount(
      account: .named("older"), trashedAt: .fixed - 31 * 86_400, isSignedOut: false,
      folder: "/root/trash/older@1")
    let fleet = ScriptedFleet(.init(trash: [.old, old]))

    let outcome = await (try Rig(fleet)).run("trash", "--json")

    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output.contains(#""label":"old""#) && outcome.output.contains("older"))
    #expect(fleet.calls == ["trash"])
  }

  @Test("lists say so when they are empty")
  func emptyLists() async throws {
    let rig = try Rig(ScriptedFleet(.init(trash: [], runs: [], events: [])))

    #expect(await rig.run("trash").output == "The trash is empty.\n")
    #expect(
      await rig.run("trash", "purge").output
        == "Nothing in the trash is older than 30 days by the server's date.\n")
    #expect(await rig.run("history").output == "No runs yet.\n")
    #expect(await rig.run("history", "--since", "1h").output == "No runs since then.\n")
    #expect(await rig.run("events").output == "No events yet.\n")
  }

  @Test(
    "history counts back from now, or from a date",
    arguments: [
      ("2h", "2026-11-20T12:32:07Z"), ("7d", "2026-11-13T14:32:07Z"),
      ("1w", "2026-11-13T14:32:07Z"),
      ("30m", "2026-11-20T14:02:07Z"), ("2026-11-01", "2026-11-01T00:00:00Z"),
      ("2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z"),
    ])
  func since(text: String, moment: String) async throws {
    let fleet = ScriptedFleet()

    #expect(await (try Rig(fleet)).run("history", "--since", text, "-n", "7").status == 0)

    #expect(fleet.calls == ["history \(moment) 7"])
  }

  @Test(
    "what is neither a moment nor a number is refused",
    arguments: [
      ["history", "--since", "yesterday"], ["history", "--since", "-1h"],
      ["history", "--since", "2026-13-01"], ["history", "--since", ""], ["history", "-n", "0"],
      ["events", "--limit", "many"],
    ])
  func notMoments(line: [String]) async throws {
    #expect(await (try Rig()).run(line.map { Argument($0) }).status == 2)
  }

  @Test("completions get labels, and silence when something is wrong")
  func labels() async throws {
    let good = try Rig()
    let bad = try Rig(ScriptedFleet(.init(failure: Failure(outcome: .busy))))

    #expect(
      await good.run("__labels").output == "work-1\nhome\nlab\nops\nspare\nbeta\nold\n")
    #expect(await good.run("__labels", "--trash").output == "old\n")
    #expect(await bad.run("__labels") == .init(status: 0, output: "", errors: ""))
  }
}
