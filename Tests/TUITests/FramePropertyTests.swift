import Engine
import EngineCore
import TestSupport
import Testing

@testable import TUI
@testable import TUIKit

@Suite("Frames of any state")
struct FramePropertyTests {
  private static let labels =
    Scene.difficultLabels + ["work-1", "home", "lab", "ops", "spare", "beta", "old"]

  @Test(
    "whatever is shown in whatever size, cells hold one printable character of their width",
    arguments: 0..<12)
  func printable(seed: Int) {
    let random = SeededRandom(seed: UInt64(seed) &* 7_919 &+ 1)
    for _ in 0..<12 {
      let state = Self.state(random)
      let size = Size(columns: 1 + Self.number(random, 200), rows: 1 + Self.number(random, 60))

      let frame = DashboardView.frame(of: state, size: size)

      #expect(frame.size == size)
      if let fault = Self.fault(in: frame, isASCII: state.appearance.isASCII) {
        Issue.record("seed \(seed), \(size.columns)x\(size.rows): \(fault)")
      }
      for region in frame.regions {
        #expect(Rect(size).contains(region.area))
        #expect(ClickTarget(region: region.name) != .nothing)
      }
    }
  }

  @Test("letters and digits of the list stand in the same places in both sets of glyphs")
  func sameWidths() {
    for size in [
      Size(columns: 50, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
    ] {
      let unicode = DashboardView.frame(of: Scene.main(), size: size)
      let ascii = DashboardView.frame(
        of: Scene.main { $0.appearance.isASCII = true }, size: size)
      let list = DashboardLayout(size, .init(accounts: 7, events: 8)).list
      for row in list.row..<list.endRow {
        for column in 2..<list.endColumn {
          let (one, other) = (unicode[column, row].character, ascii[column, row].character)
          #expect(one == other || !one.isASCII, "column \(column) of row \(row): \(one), \(other)")
        }
      }
    }
  }

  @Test(
    "every state is told by a sign and a word, so that colour is not needed",
    arguments: AccountState.allCases)
  func withoutColour(accountState: AccountState) {
    let account = FleetFixture.snapshot(
      FleetFixture.account("one", isEnabled: accountState != .off), accountState,
      accountState == .unknown
        ? nil : FleetFixture.reading(short: (12, 8_280), long: (71, 324_000)))
    let state = Scene.main([account], selecting: "one")

    let frame = DashboardView.frame(of: state, size: Size(columns: 80, rows: 24))

    let row = frame.text.split(separator: "\n").first { $0.contains(" 1 one") }.map(String.init)
    #expect(row?.contains(GlyphSet.unicode.glyph(accountState)) == true)
    #expect(row?.contains(accountState.word) == true)
  }

  @Test("a quiet screen shows no seconds, and nothing on it moves within one")
  func quiet() {
    let dialogs = Scene.dialogs.map { name, dialog in (name, Scene.main { $0.dialog = dialog }) }
    for (name, state) in Scene.states.map({ ($0.name, $0.state) }) + dialogs {
      var state = state
      state.mode.isQuiet = true
      // Half a second before a whole minute of every countdown.
      state.now += 59.5
      for size in [
        Size(columns: 50, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36),
      ] {
        let frame = DashboardView.frame(of: state, size: size)
        var later = state
        later.now += 0.4
        let isStill = DashboardView.frame(of: later, size: size) == frame
        let seconds = frame.text.firstMatch(of: /\b[0-9]+s\b|[0-9]:[0-9][0-9]:[0-9]/)
        #expect(isStill, "\(name)")
        #expect(seconds == nil, "\(name): \(seconds?.output ?? "")")
      }
    }
  }

  @Test("a quiet screen tells of a change in one line of the log, and nowhere else")
  func announcement() {
    var state = Scene.main { $0.mode.isQuiet = true }
    let size = Size(columns: 80, rows: 24)
    let before = Set(DashboardView.frame(of: state, size: size).text.split(separator: "\n"))
    let change = Scene.event(0, .accountDisabled, "home", "disabled")

    _ = DashboardUpdate.update(
      &state, DashboardMessage(at: state.now, .eventsArrived([change])))

    let after = DashboardView.frame(of: state, size: size).text.split(separator: "\n")
    #expect(after.filter { !before.contains($0) } == [" 14:32  ◌ home    disabled"])
  }

  @Test("the same state always gives the same frame")
  func pure() {
    let state = Scene.main()
    let size = Size(columns: 120, rows: 36)

    #expect(
      DashboardView.frame(of: state, size: size) == DashboardView.frame(of: state, size: size))
  }

  // MARK: - Random screens

  private static func number(_ random: SeededRandom, _ limit: Int) -> Int {
    let bytes = random.bytes(2)
    return (Int(bytes[0]) << 8 | Int(bytes[1])) % max(1, limit)
  }

  private static func state(_ random: SeededRandom) -> DashboardState {
    let accounts = (0..<number(random, 20)).map { account($0, random) }
    let chosen =
      accounts.isEmpty ? nil : accounts[number(random, accounts.count)].account.label.text
    var state = Scene.main(accounts, selecting: chosen)
    state.appearance.isASCII = number(random, 3) == 0
    state.mode.isQuiet = number(random, 4) == 0
    state.mode.isReadOnly = number(random, 4) == 0
    state.mode.isFrozen = number(random, 4) == 0
    state.focus = Focus.allCases[number(random, Focus.allCases.count)]
    state.isExpanded = number(random, 6) == 0
    if number(random, 5) == 0 { state.panel = Panel.allCases[number(random, Panel.allCases.count)] }
    if number(random, 3) == 0 {
      state.dialog = Scene.dialogs[number(random, Scene.dialogs.count)].dialog
    }
    if number(random, 4) == 0 {
      state.accounts.filter = TextField(["a", "日", "is:low", "!"][number(random, 4)])
    }
    if number(random, 5) == 0 {
      state.connection = .offline(since: Scene.now - Double(number(random, 9_000)), nextTryAt: nil)
    }
    if number(random, 5) == 0 { state.undo = UndoOffer(label: "日本語", endsAt: Scene.now + 3) }
    return state
  }

  private static func account(_ index: Int, _ random: SeededRandom) -> AccountSnapshot {
    let label =
      labels[(index + number(random, 3)) % labels.count] + (index >= labels.count ? "-2" : "")
    let states = AccountState.allCases
    let window = { (length: Int) in
      QuotaWindow(
        lengthSeconds: length, usedPercent: Double(number(random, 1_040)) / 10,
        resetsAt: number(random, 5) == 0
          ? nil : Scene.now + Double(number(random, 60_000)) * Double(length) / 60_000)
    }
    let lengths = [
      [18_000, 604_800], [18_000], [604_800], [2_592_000], [2_700, 86_400, 604_800], [],
    ]
    let reading = QuotaReading(
      readAt: Scene.now - Double(number(random, 4_000)), source: .usage, isAllowed: true,
      isLimitReached: nil, windows: lengths[number(random, lengths.count)].map(window))
    return FleetFixture.snapshot(
      FleetFixture.account(
        label + "\(index)", plan: ["plus", "enterprise-edu", "日"][number(random, 3)],
        email: number(random, 3) == 0 ? nil : "\(label)@例え.test"),
      states[number(random, states.count)], number(random, 5) == 0 ? nil : reading,
      isDefault: index == 0, liveRuns: number(random, 30))
  }

  /// What is wrong with the cells of a frame, nil if nothing is.
  static func fault(in frame: Frame, isASCII: Bool) -> String? {
    for row in 0..<frame.size.rows {
      var column = 0
      while column < frame.size.columns {
        let cell = frame[column, row]
        let scalars = cell.character.unicodeScalars
        if cell.isCovered { return "a covered cell stands alone at \(column), \(row)" }
        if !scalars.allSatisfy(PrintableText.isPrintable) {
          return "unprintable at \(column), \(row)"
        }
        if isASCII, !cell.character.isASCII { return "\(cell.character) is not ASCII" }
        let width = DisplayWidth.of(String(cell.character))
        if width != Int(cell.width) { return "\(cell.character) takes \(width), not \(cell.width)" }
        for covered in column + 1..<column + max(1, width) {
          if covered >= frame.size.columns || !frame[covered, row].isCovered {
            return "\(cell.character) is cut in half at \(column), \(row)"
          }
        }
        column += max(1, width)
      }
    }
    return nil
  }
}
