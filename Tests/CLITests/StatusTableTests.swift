import EngineCore
import TUIKit
import Testing

@testable import CLI
@testable import Engine

@Suite("Status table")
struct StatusTableTests {
  private let utc = ClockZone.gmt

  @Test("at 80 columns it shows every account whole")
  func standard() async throws {
    let rig = try Rig(terminal: true, variables: ["NO_COLOR": "1"])

    let outcome = await rig.run("status")

    #expect(
      outcome.output == """
         POOL   5h ▇▇▇░░░ 2.8 of 5 left   week ▇▇▇░░░ 43% left   next reset 41m (lab 5h)

           ACCOUNT   PLAN  5H LEFT        RESETS  WEEK LEFT      RESETS  STATE     AGE
         ▶ work-1 ◆  TEAM  ▇▇▇┃▇░░░  64%   2h18m  ▇▇▇▇┃▇░░  71%   3d18h  in use    12s
         ● home      PRO   ▇▇▇▇▇▇▇┃  98%   4h49m  ▇┃▇▇░░░░  46%   1d17h  ready     12s
         ◐ lab       PLUS  ▇┃░░░░░░  15%     41m  ▇▇▇▇▇░┃░  58%   5d07h  low       12s
         ○ ops       TEAM  ░░░░░░░░   0%   3h14m  ┃▇▇░░░░░  33%  20h58m  waiting   12s
         ◐ spare     PLUS  ▇▇▇▇▇▇▇▇ 100%   fresh  ▇░░┃░░░░   9%   3d05h  low week  12s
         ✗ beta      TEAM  ········               ········               expired
         ◌ old       FREE  ········               ········               off

         ✗ The session of beta has expired: it was revoked. Sign in again: swop relogin
           beta

        """)
  }

  @Test("without UTF-8 nothing is lost but beauty")
  func ascii() async throws {
    let rig = try Rig(terminal: true, width: 100, variables: ["LANG": "C", "NO_COLOR": "1"])

    let outcome = await rig.run("status")

    #expect(
      outcome.output == """
         POOL   5h ######---- 2.8 of 5 left   week ####------ 43% left   next reset 41m (lab 5h)

           ACCOUNT   PLAN  5H LEFT          RESETS  WEEK LEFT        RESETS  STATE     AGE
         @ work-1 +  TEAM  ####|#----  64%   2h18m  #####|#---  71%   3d18h  in use    12s
         * home      PRO   #########|  98%   4h49m  ##|##-----  46%   1d17h  ready     12s
         - lab       PLUS  #|--------  15%     41m  ######-|--  58%   5d07h  low       12s
         o ops       TEAM  ----------   0%   3h14m  #|#-------  33%  20h58m  waiting   12s
         - spare     PLUS  ########## 100%   fresh  #---|-----   9%   3d05h  low week  12s
         x beta      TEAM  ..........               ..........               expired
         . old       FREE  ..........               ..........               off

         x The session of beta has expired: it was revoked. Sign in again: swop relogin beta

        """)
  }

  @Test("at 40 columns the sign, the name and what is left of the short window are still there")
  func narrow() async throws {
    let rig = try Rig(terminal: true, width: 40, variables: ["NO_COLOR": "1"])

    let outcome = await rig.run("status")

    #expect(
      outcome.output == """
         POOL   5h 2.8 of 5 left   week 43% left

           ACCOUNT   5H LEFT          WK LEFT
         ▶ work-1 ◆  ▇▇▇▇┃▇░░░░  64%      71%
         ● home      ▇▇▇▇▇▇▇▇▇┃  98%      46%
         ◐ lab       ▇┃░░░░░░░░  15%      58%
         ○ ops       ░░░░░░░░░░   0%      33%
         ◐ spare     ▇▇▇▇▇▇▇▇▇▇ 100%       9%
         ✗ beta      ··········
         ◌ old       ··········

         ✗ The session of beta has expired: it
           was revoked. Sign in again: swop
           relogin beta

        """)
  }

  @Test("no line is wider than the terminal, at any width, in any dress", arguments: 40...200)
  func sweep(width: Int) {
    for accounts in [[AccountSnapshot].seven, .hostile] {
      for (color, glyphs) in [(true, GlyphSet.unicode), (false, .unicode), (false, .ascii)] {
        let screen = Screen(hasColor: color, glyphs: glyphs, width: width)
        let snapshot = FleetSnapshot(takenAt: .fixed, accounts: accounts)
        let lines = StatusTable(snapshot, on: screen, timeZone: utc).lines
          .map { Self.withoutColor($0) }

        for line in lines { #expect(DisplayWidth.of(line) <= width, "\(width): \(line)") }
        for account in accounts {
          #expect(lines.contains { $0.hasPrefix(" " + glyphs.glyph(account.state) + " ") })
          guard account.state != .off, account.state != .expired,
            let left = account.reading?.shortWindow?.leftPercent
          else { continue }
          #expect(lines.contains { $0.contains(Percent.text(left: left)) }, "\(width)")
        }
      }
    }
  }

  @Test("colour adds nothing that a screen without it does not say", arguments: [40, 80, 160])
  func colorAddsNothing(width: Int) {
    let snapshot = FleetSnapshot(takenAt: .fixed, accounts: .seven)
    let dressed = Screen(hasColor: true, glyphs: .unicode, width: width)
    let plain = Screen(hasColor: false, glyphs: .unicode, width: width)

    let colored = StatusTable(snapshot, on: dressed, timeZone: utc).lines
    let mono = StatusTable(snapshot, on: plain, timeZone: utc).lines

    #expect(colored != mono)
    #expect(colored.map(Self.withoutColor) == mono)
    #expect(mono.allSatisfy { !$0.contains("\u{1B}") })
  }

  @Test(
    "a bar is empty only when nothing is left and full only when nothing was used",
    arguments: [
      (0.0, "░░░░", "----"), (0.4, "▇░░░", "#---"), (50, "▇▇░░", "##--"), (99.6, "▇▇▇░", "###-"),
      (100, "▇▇▇▇", "####"), (12.5, "▇░░░", "#---"),
    ])
  func bars(left: Double, unicode: String, ascii: String) {
    let bar = Meter(left: left)

    #expect(bar.text(width: 4, glyphs: .unicode).rendered(color: false) == unicode)
    #expect(bar.text(width: 4, glyphs: .ascii).rendered(color: false) == ascii)
  }

  @Test(
    "colour follows what is left: above 35 plenty, to 16 caution, then danger",
    arguments: [
      (100.0, Role.barHigh), (35.1, .barHigh), (35, .barCaution), (15.1, .barCaution),
      (15, .barDanger), (0, .barDanger),
    ])
  func roles(left: Double, role: Role) {
    #expect(Meter.textRole(left: left) == role)
  }

  @Test("stale numbers are marked, mixed windows are named, keys without windows stay blank")
  func specialCases() {
    let accounts: [AccountSnapshot] = [
      .of(
        .named("stale"), .ready, .of(short: (20, 600), long: (30, 86_400), age: 3_000),
        isStale: true),
      .of(
        .named("month"), .ready,
        .of(short: nil, long: (40, 864_000), longSeconds: 2_592_000)),
      .of(.named("key", plan: "api", identity: .apiKey(fingerprint: "f")), .ready),
      .of(.named("new", plan: nil), .unknown),
    ]
    let screen = Screen(hasColor: false, glyphs: .unicode, width: nil)

    let table = StatusTable(
      FleetSnapshot(takenAt: .fixed, accounts: accounts), on: screen, timeZone: utc)

    #expect(
      table.lines.joined(separator: "\n") == """
         POOL   5h ▇▇▇▇▇▇▇▇░░ 0.8 of 1 left   long ▇▇▇▇▇▇▇░░░ 65% left   next reset 10m (stale 5h)

           ACCOUNT  PLAN  5H LEFT               RESETS  WINDOW LEFT           RESETS  STATE    AGE
         ● stale    PLUS  5h   ▇▇┃▇▇▇▇▇░░ ~80%     10m  week ▇┃▇▇▇▇▇░░░ ~70%   1d00h  ready    50m
         ● month    PLUS       ··········               30d  ▇▇▇┃▇▇░░░░  60%  10d00h  ready    12s
         ● key      API                                                               ready
         ? new                 ··········                    ··········               unknown

         ? new was not measured yet: swop status --refresh
        """)
  }

  @Test(
    "a window that was not started is fresh, whatever end the server names for it",
    arguments: [
      (0.0, 17_990.0 as Double?, "fresh"), (0, nil, "fresh"), (0, 9_000, "2h30m"),
      (1, 17_990, "4h59m"), (1, nil, ""),
    ])
  func fresh(used: Double, remaining: Double?, text: String) {
    let window = QuotaWindow(
      lengthSeconds: 18_000, usedPercent: used, resetsAt: remaining.map { .fixed + $0 })

    #expect(window.resetText(at: .fixed) == text)
  }

  @Test("without accounts it says how to get one")
  func empty() async throws {
    let fleet = ScriptedFleet(.init(snapshots: [FleetSnapshot(takenAt: .fixed, accounts: [])]))

    let outcome = await (try Rig(fleet)).run("status")

    #expect(
      outcome
        == .init(
          status: 0, output: "No accounts yet.\nAdd the first one: swop add LABEL\n", errors: ""))
  }

  static func withoutColor(_ line: String) -> String {
    line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }
}

extension [AccountSnapshot] {
  /// Accounts whose texts try to break the screen.
  static let hostile: [AccountSnapshot] = [
    .of(.named("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"), .ready, .of(short: (10, 60), long: (20, 600))),
    .of(
      .named(String(repeating: "w", count: 64), plan: "an unknown plan\u{1B}[31m with a long name"),
      .low, .of(short: (99.7, 60), long: (20, 600)), isDefault: true, isStale: true),
    .of(
      .named("e\u{301}e\u{301}🇩🇪😀", email: "a\u{9B}2J@x"), .blocked,
      .of(short: (10, 60), long: (20, 600)),
      error: ErrorReport(
        code: "x", message: "refused \u{1B}]0;title\u{7}\nnew line", remedy: "none\r")),
  ]
}
