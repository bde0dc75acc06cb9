import CLI
import EngineCore
import Testing

@testable import Engine

@Suite("Status for scripts")
struct StatusOutputTests {
  @Test("the object has the documented keys in the documented order, and nothing else is printed")
  func json() async throws {
    let account = AccountSnapshot.of(
      Account(
        id: AccountID("1"), key: try #require(AccountKey("work")), label: try Label("Work"),
        createdAt: .fixed, lastUsedAt: .fixed - 60, identity: .chatGPT(accountID: "a", userID: "u"),
        email: "w@acme.test", plan: Plan("Plus")), .blocked,
      QuotaReading(
        readAt: .fixed - 1_000, source: .usage, isAllowed: false, isLimitReached: true,
        windows: [QuotaWindow(lengthSeconds: 18_000, usedPercent: 36, resetsAt: .fixed + 60)],
        credits: Credits(hasCredits: true, isUnlimited: false, balance: "9.99")),
      isDefault: true, isStale: true, blockedUntil: .fixed + 600,
      error: ErrorReport(code: "refused", message: "The server refused.", remedy: nil))
    let fleet = ScriptedFleet(
      .init(snapshots: [FleetSnapshot(takenAt: .fixed, accounts: [account])]))

    let outcome = await (try Rig(fleet, terminal: true)).run("status", "--json")

    let expected = """
      {"schema_version":1,"generated_at":"2026-11-20T14:32:07Z","default_account":"Work","accounts":[\
      {"label":"Work","key":"work","enabled":true,"default":true,"state":"blocked","plan":"plus",\
      "email":"w@acme.test","account_id":"a","kind":"chatgpt","expires_at":null,\
      "last_used_at":"2026-11-20T14:31:07Z","windows":[\
      {"name":"5h","length_seconds":18000,"used_percent":36.0,"left_percent":64.0,\
      "resets_at":"2026-11-20T14:33:07Z"}],"credits":{"has_credits":true,"unlimited":false,\
      "balance":"9.99"},"read_at":"2026-11-20T14:15:27Z","age_seconds":1000,"stale":true,\
      "blocked_until":"2026-11-20T14:42:07Z","error":{"code":"refused",\
      "message":"The server refused.","remedy":null}}],"project":null}

      """
    #expect(outcome == .init(status: 0, output: expected, errors: ""))
  }

  @Test("plain is one account a line, in words")
  func plain() async throws {
    let outcome = await (try Rig()).run("status", "--plain")

    #expect(
      outcome.output == """
        Pool: 5h 2.8 of 5 left, week 43% left, next reset in 41m, lab 5h.
        work-1, default account, plan team, in use, 5h 64% left and resets in 2h18m, week 71% left and resets in 3d18h, read 12s ago.
        home, plan pro, ready, 5h 98% left and resets in 4h49m, week 46% left and resets in 1d17h, read 12s ago.
        lab, plan plus, low, 5h 15% left and resets in 41m, week 58% left and resets in 5d07h, read 12s ago.
        ops, plan team, waiting, 5h 0% left and resets in 3h14m, week 33% left and resets in 20h58m, read 12s ago.
        spare, plan plus, low week, 5h 100% left and fresh, week 9% left and resets in 3d05h, read 12s ago.
        beta, plan team, expired. The session of beta has expired: it was revoked. Sign in again: swop relogin beta
        old, plan free, off.

        """)
  }

  @Test(
    "a format writes a segment about the account that runs would take",
    arguments: [
      ("default", "", "5h:64%(2h18m) wk:71%(3d18h)"),
      ("{account} {window}:{left}", "", "work-1 5h:64% wk:71%"),
      ("[{account}] {window} {left} | x", "", "[work-1] 5h 64% wk 71% | x"),
      ("{account}", "", "work-1"), ("", "", ""), ("a {b", "", "a {b"),
      ("default", "SPARE", "5h:100%(fresh) wk:9%(3d05h)"), ("default", "beta", "expired"),
      ("{account} {left}", "old", "old off"),
    ])
  func format(format: String, account: String, expected: String) async throws {
    let rig = try Rig(variables: ["SWOP_ACCOUNT": account])

    #expect(
      await rig.run("status", "--format", format)
        == .init(status: 0, output: expected + "\n", errors: ""))
  }

  @Test("without a default account the segment is about automatic choice's")
  func formatWithoutDefault() async throws {
    var accounts = [AccountSnapshot].seven
    accounts[0].isDefault = false
    let fleet = ScriptedFleet(
      .init(snapshots: [FleetSnapshot(takenAt: .fixed, accounts: accounts)]))

    let outcome = await (try Rig(fleet)).run("status", "--format", "{account}")

    #expect(outcome.output == "work-1\n")
    #expect(fleet.calls == ["snapshot", "ranking -"])
  }

  @Test("what a segment cannot say is refused with what it can")
  func wrongFormat() async throws {
    let rig = try Rig()

    let outcome = await rig.run("status", "--format", "{acount}")

    #expect(outcome.status == 2)
    #expect(
      outcome.errors == """
        swop: --format is “{acount}”; it must be text with {account}, {window}, {left}, {reset}.
        See how it is used: swop status --help

        """)
  }

  @Test("the network is asked only with --refresh")
  func refresh() async throws {
    let fleet = ScriptedFleet()
    let rig = try Rig(fleet)

    _ = await rig.run("status")
    _ = await rig.run("status", "-R")

    #expect(fleet.calls == ["snapshot", "snapshot refresh"])
  }

  @Test("forms that exclude each other are refused")
  func conflicts() async throws {
    let outcome = await (try Rig()).run("status", "--plain", "--json")

    #expect(outcome.status == 2)
    #expect(
      outcome.output
        == #"{"schema_version":1,"error":{"code":"usage","message":"--json and --plain cannot be used together.","remedy":"See how it is used: swop status --help"}}"#
        + "\n")
  }

  @Test("a sandbox that cannot be read is told on standard error and keeps the rest")
  func unreadable() async throws {
    let report = ErrorReport(
      code: "x", message: "Cannot read\u{1B} /r/accounts/a.", remedy: "Look.")
    let fleet = ScriptedFleet(
      .init(snapshots: [FleetSnapshot(takenAt: .fixed, accounts: .seven, unreadable: [report])]))

    let outcome = await (try Rig(fleet)).run("status", "--json")

    #expect(outcome.status == 0)
    #expect(outcome.errors == "swop: Cannot read /r/accounts/a. Look.\n")
  }

  @Test("no text from outside steers a terminal, in any form of output")
  func hostileText() async throws {
    let fleet = ScriptedFleet(
      .init(snapshots: [FleetSnapshot(takenAt: .fixed, accounts: .hostile)]))
    let rig = try Rig(fleet, variables: ["NO_COLOR": "1"])

    for form in [["status"], ["status", "--plain"], ["status", "--json"]] {
      let outcome = await rig.run(form.map { Argument($0) })
      let scalars = outcome.output.unicodeScalars.filter { $0 != "\n" }
      #expect(scalars.allSatisfy(PrintableText.isPrintable), "\(form)")
    }
  }
}
