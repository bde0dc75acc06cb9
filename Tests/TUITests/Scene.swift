import Engine
import EngineCore
import TUIKit
import TestSupport

@testable import TUI

/// Screens as a person meets them, over the seven accounts of the mock-ups.
enum Scene {
  static let now = FleetFixture.now

  /// The main screen with everything that runs in the background.
  static func main(
    _ accounts: [AccountSnapshot] = FleetFixture.seven(), selecting label: String? = "lab",
    _ change: (inout DashboardState) -> Void = { _ in }
  ) -> DashboardState {
    var state = Fixture.screen(accounts, selecting: label)
    let ranks: [(String, Int, String)] = [
      ("work-1", 1, "71% of its week left (resets in 3d18h)"),
      ("home", 2, "46% of its week left (resets in 1d17h)"),
      ("spare", 3, "low week"), ("lab", 4, "low 5h window"),
    ]
    for (label, rank, reason) in ranks {
      guard let index = state.accounts.entries.firstIndex(where: { $0.label == label }) else {
        continue
      }
      state.accounts.entries[index].rank = rank
      state.accounts.entries[index].rankReason = reason
    }
    if let index = state.accounts.entries.firstIndex(where: { $0.label == "lab" }) {
      state.accounts.entries[index].history = FleetFixture.history()
    }
    state.choice = ChoiceSummary(
      selected: Fixture.id("work-1"), label: "work-1", reason: "work-1 has the most left")
    state.events.entries = events
    state.proxy.service = service
    state.connection = .online
    state.nextPollAt = now + 48
    state.appearance.theme = "aurora"
    change(&state)
    return state
  }

  /// Twelve labels that no terminal is kind to, and one that is long.
  static let difficultLabels = [
    "日本語", "한국어-계정", "e\u{301}cole", "naïve", "👩 dev", "🇩🇪 büro", "Ａｃｍｅ", "עברית", "a",
    "an-account-with-a-very-long-label-that-never-ends-well-indeed", "tab-ulator",
    "zero\u{300}\u{301}",
  ]

  /// The events of the mock-ups, oldest first.
  static let events: [EngineEvent] = [
    event(-30_440, .accountRenamed, "home", "me is now called home"),
    event(-1_760, .accountDisabled, "old", "disabled"),
    event(-716, .readingTaken, "home", "Quota read: 5h 98% left, week 46% left."),
    event(-244, .accountExpired, "beta", "The session of beta has expired: it was revoked."),
    EngineEvent(
      at: now - 148,
      move: ProxyMove(
        from: Fixture.id("ops"), fromLabel: "ops", to: Fixture.id("work-1"), toLabel: "work-1",
        reason: "the account's usage limit is reached", moment: .beforeFirstByte)),
    event(-147, .readingTaken, "ops", "Quota read: 5h 0% left, week 33% left."),
    event(-13, .runStarted, "work-1", "run 8123 started in ~/src/swop"),
    event(-12, .readingTaken, "lab", "Quota read: 5h 15% left, week 58% left."),
  ]

  static func event(
    _ seconds: Double, _ kind: EngineEvent.Kind, _ label: String, _ message: String
  ) -> EngineEvent {
    EngineEvent(
      at: now + seconds, kind: kind, account: Fixture.id(label), label: label, message: message)
  }

  /// A proxy that serves three answers.
  static let service = ProxyPanel.Service(
    pid: 4_711, url: "http://127.0.0.1:8765", startedAt: now - 11_520, requests: 412, moved: 7,
    failed: 1, activeStreams: 3,
    shares: [
      .init(label: "work-1", activeStreams: 2, requests: 301, movedTo: 6),
      .init(label: "home", activeStreams: 1, requests: 70, movedTo: 1),
      .init(label: "lab", requests: 41, movedFrom: 2),
      .init(label: "ops", movedFrom: 5, coolingUntil: now + 11_640),
    ])

  /// Every dialog by name.
  static let dialogs: [(name: String, dialog: TUI.Dialog)] = [
    ("delete", .delete(delete)),
    (
      "delete-busy",
      .delete(
        DeleteDialog(
          account: Fixture.id("work-1"), number: 1, label: "work-1", email: "work@acme.test",
          sandbox: "~/.swop/accounts/work-1", bytes: 812_000_000, liveRuns: 2))
    ),
    (
      "sign-in-device", .signIn(signIn(.enterCode(code: "WXYZ-1234", link: link, until: now + 858)))
    ),
    ("sign-in-browser", .signIn(signIn(.openLink(longLink), method: .browser))),
    ("sign-in-waiting", .signIn(signIn(.waitingForOther(sentence: "home is signing in")))),
    ("sign-in-starting", .signIn(signIn(.starting))),
    ("sign-in-finishing", .signIn(signIn(.finishing))),
    (
      "sign-in-failed",
      .signIn(
        signIn(
          .failed(
            ErrorReport(
              code: "sign_in_expired", message: "The code was not entered in time.",
              remedy: "Try again, a new code is good for 15 minutes."))))
    ),
    ("add", .add(LabelDialog(label: TextField("lab-2")))),
    ("add-refused", .add(LabelDialog(label: TextField("lab"), complaint: "lab is taken already"))),
    ("rename", .rename(RenameDialog(account: Fixture.id("lab"), oldLabel: "lab"))),
    ("import", .importing(ImportDialog(path: "~/.codex/auth.json", label: "me"))),
    ("run-options", .runOptions(runOptions())),
    ("run-conversations", .runOptions(runOptions { $0.picking = 2 })),
    ("why", .why(why)),
    ("quit", .quit(QuitDialog(signIn(.starting)))),
    ("stopped-run", .stoppedRun(StoppedRunDialog(label: "work-1", run: RunID(8_123)))),
    ("help", .help(CommandListDialog(isFiltering: false))),
    ("palette", .palette(palette)),
    (
      "fault",
      .fault(
        FaultDialog(
          report: ErrorReport(
            code: "disk_full", message: "Cannot write ~/.swop/state.db: no space is left.",
            remedy: "Make room on the disk, then go on.")))
    ),
  ]

  private static let link = "https://auth.openai.com/codex/device"
  private static let longLink =
    "https://auth.openai.com/oauth/authorize?response_type=code&client_id=app_EMoamEEZ73f0CkXaXp7hrann"
    + "&redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback&scope=openid%20profile"

  private static let delete = DeleteDialog(
    account: Fixture.id("lab"), number: 3, label: "lab", email: "lab@uni.test",
    sandbox: "~/.swop/accounts/lab", bytes: 18_200_000)

  private static func signIn(
    _ step: SignInDialog.Step, method: SignInDialog.Method = .device
  ) -> SignInDialog {
    SignInDialog(
      purpose: .renewing(Fixture.id("beta")), label: "beta", method: method, step: step,
      startedAt: now - 42)
  }

  private static func runOptions(
    _ change: (inout RunOptionsDialog) -> Void = { _ in }
  ) -> RunOptionsDialog {
    var options = RunOptionsDialog(
      account: Fixture.id("work-1"), label: "work-1", directory: "~/src/swop")
    options.arguments = TextField("--model o3")
    options.conversations = [
      .init(
        id: "c1", title: "Make the table keep its columns", directory: "~/src/swop",
        usedAt: now - 2_400),
      .init(
        id: "c2", title: "Why does the test of the relay hang on a slow machine, and what helps",
        directory: "~/src/relay", usedAt: now - 90_000),
      .init(id: "c3", title: "日本語の README", directory: "~/src/docs", usedAt: now - 800_000),
    ]
    change(&options)
    return options
  }

  private static let why = WhyDialog(
    sentence: "work-1 has the most left of its longest window.", strategy: "most-left",
    warning: "The reading of home is 22 minutes old.",
    lines: [
      .init(
        id: Fixture.id("work-1"), label: "work-1", rank: 1, isViable: true,
        reason: "29% of the week used"),
      .init(
        id: Fixture.id("home"), label: "home", rank: 2, isViable: true,
        reason: "54% of the week used"),
      .init(
        id: Fixture.id("lab"), label: "lab", rank: 3, isViable: true,
        reason: "42% of the week used, 5h window low"),
      .init(
        id: Fixture.id("spare"), label: "spare", rank: 4, isViable: true,
        reason: "91% of the week used"),
      .init(
        id: Fixture.id("ops"), label: "ops", rank: 5, isViable: false,
        reason: "the 5h window is used up until 17:46"),
      .init(
        id: Fixture.id("beta"), label: "beta", rank: 6, isViable: false,
        reason: "the session has expired"),
      .init(id: Fixture.id("old"), label: "old", rank: 7, isViable: false, reason: "switched off"),
    ])

  private static let palette: CommandListDialog = {
    var list = CommandListDialog(isFiltering: true)
    list.filter = TextField("acc")
    list.row = 1
    return list
  }()
}
