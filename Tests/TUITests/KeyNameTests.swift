import Engine
import EngineCore
import TestSupport
import Testing

@testable import TUI
@testable import TUIKit

/// Settings may move every key: what the screen says of keys has to follow.
@Suite("The names of keys on the screen")
struct KeyNameTests {
  /// Every command on a letter that nothing else on the screen has.
  private static let moved = Keymap(
    DashboardCommands.set,
    changed: Dictionary(
      uniqueKeysWithValues: zip(DashboardCommand.allCases, 0...).map { command, place in
        (command.id, [KeyStroke(letter(place))])
      }))

  /// No command on any key.
  private static let freed = Keymap(
    DashboardCommands.set,
    changed: Dictionary(uniqueKeysWithValues: DashboardCommand.allCases.map { ($0.id, []) }))

  @Test("no screen names a key that has moved or was taken away", arguments: [true, false])
  func frames(hasKeys: Bool) throws {
    let old = Self.oldKeys
    let hint = try Regex(
      "(press|[,;]) (" + old.map(Self.escaped).sorted().joined(separator: "|") + ")( |$)")
    let scenes =
      Scene.states
      + Scene.dialogs.map { pair in
        (pair.name, Scene.main { $0.dialog = pair.dialog })
      }
    // Their messages were made before the keys moved.
    for (name, scene) in scenes where !["toast-bad", "sign-in-failed"].contains(name) {
      var state = scene
      state.keymap = hasKeys ? Self.moved : Self.freed
      for size in [(40, 10), (50, 15), (80, 24), (120, 36)] {
        let frame = DashboardView.frame(
          of: state, size: Size(columns: size.0, rows: size.1))

        let named = Self.words(of: .key, in: frame).intersection(old)
          .subtracting([state.accounts.filter.text])
        #expect(named == [], "\(name), \(size)")
        for line in frame.text.split(separator: "\n") where line.contains(hint) {
          Issue.record("\(name), \(size): \(line)")
        }
      }
    }
  }

  @Test("keys that have not moved are named as they are in the catalogue")
  func unmoved() {
    let frame = DashboardView.frame(of: Scene.main(), size: Size(columns: 120, rows: 36))

    let named = Self.words(of: .key, in: frame)

    #expect(named.isSuperset(of: ["↑↓", "⏎", "S", "R", "E", "D", "/", "?", "q"]))
  }

  @Test(
    "a refusal names the key that helps now, and none if none does",
    arguments: [
      ("beta", DashboardCommand.runStart, DashboardCommand.accountRelogin, "signs in again"),
      ("old", .runStart, .accountToggle, "enables it"),
      ("old", .refreshOne, .accountToggle, "enables it"),
      ("ops", .runStart, .accountBest, "finds another"),
      ("ops", .searchNext, .search, "types it"),
    ])
  func refusals(
    label: String, command: DashboardCommand, remedy: DashboardCommand, deed: String
  ) throws {
    var state = Fixture.screen(selecting: label)
    state.keymap = Self.moved
    let offered = try #require(state.refusal(of: command))
    state.keymap = Self.freed
    let alone = try #require(state.refusal(of: command))

    let key = try #require(Self.moved.keys(of: remedy.id).first)
    #expect(offered == alone + ", \(key) \(deed)")
    #expect(!alone.contains(deed))
  }

  @Test("messages name the keys as they are now")
  func messages() throws {
    let accounts = Fixture.screen().accounts.entries.map(\.id)
    let cases: [(DashboardMessage.What, DashboardCommand)] = [
      (.linkNotOpened, .signInCopy),
      (.copied(text: "lab", how: "by the terminal"), .copy),
      (.readingsEnded([Fixture.id("lab")], failures: 1), .refreshOne),
      (.readingsEnded([Fixture.id("beta")], failures: 1), .accountRelogin),
      (.readingsEnded(accounts, failures: 2), .refreshAll),
      (
        .runEnded(
          RunReport(
            account: Fixture.id("lab"), label: "lab", end: .exited(1), seconds: 2, isExpired: true)),
        .accountRelogin
      ),
    ]
    for (message, remedy) in cases {
      let key = try #require(Self.moved.keys(of: remedy.id).first)
      for (keymap, isNamed) in [(Self.moved, true), (Self.freed, false)] {
        var state = Fixture.screen()
        state.keymap = keymap
        for index in state.accounts.entries.indices {
          state.accounts.entries[index].progress = Progress(
            "refreshing", startedAt: Fixture.now, isWanted: true)
        }
        state.take(message)

        let text = try #require(state.toast?.text)
        #expect(text.contains(", \(key) ") == isNamed, "\(text)")
        #expect(!text.contains(#/, (c|\.|R|Ctrl-R) /#), "\(text)")
      }
    }
  }

  // MARK: - What stands on the screen

  /// The keys of the catalogue as the screen shows them, but for Esc, Enter and Tab, which dialogs have for
  /// themselves, and digits, which are everywhere.
  private static let oldKeys: Set<String> = {
    let own: Set<DashboardCommand> = [.back, .panelNext]
    let keys = DashboardCommand.allCases
      .filter { !own.contains($0) && $0.pickedRow == nil }
      .flatMap { DashboardCommands.keymap.keys(of: $0.id) }
      .filter { $0.key != .enter }
    return Set(keys.map { $0.shown(.unicode) } + ["↑↓"])
  }()

  /// The words of one meaning.
  private static func words(of role: ThemeRole, in frame: Frame) -> Set<String> {
    var words: Set<String> = []
    for row in 0..<frame.size.rows {
      let line = frame.row(row).map { $0.style.role == role ? $0.character : " " }
      words.formUnion(String(line).split(separator: " ").map(String.init))
    }
    return words
  }

  /// Cyrillic letters, capitals first.
  private static func letter(_ place: Int) -> Character {
    Unicode.Scalar(UInt32(0x410 + place)).map { Character($0) } ?? "?"
  }

  private static func escaped(_ key: String) -> String {
    key.map { $0.isPunctuation ? "\\\($0)" : String($0) }.joined()
  }
}
