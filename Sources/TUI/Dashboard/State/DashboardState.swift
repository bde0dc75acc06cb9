package import EngineCore
package import TUIKit

/// Everything on the screen, as one value. Update changes it, the view draws it, nothing else knows it.
///
/// Text from outside is made printable before it gets here. No part of it reads a clock: `now` is the
/// time that the last message carried.
package struct DashboardState: Hashable, Sendable {
  /// The window.
  var size: Size
  /// The time the screen shows.
  var now: Date
  /// The zone that times are shown in.
  var timeZone: ClockZone

  /// The accounts: rows, selection, filter, order.
  var accounts = AccountList()
  /// What automatic choice would take, and why; nil before it is known.
  var choice: ChoiceSummary?
  /// Which part of the main screen the keys go to.
  var focus = Focus.accounts
  /// The panel that has the screen instead of the list; nil for the list.
  var panel: Panel?
  /// Whether the focused part has the whole screen.
  var isExpanded = false
  /// The dialog on top, nil if there is none. It swallows every key it does not use.
  var dialog: Dialog?
  /// When that dialog opened: it takes no keys for `DashboardState.dialogGuard` after that.
  var dialogOpenedAt: Date?

  /// The one short message in the hint bar's place, nil if there is none.
  var toast: Toast?
  /// The offer to bring back what was deleted; it has the hint bar's place for ten seconds.
  var undo: UndoOffer?
  /// What the engine did.
  var events = EventLog()
  /// The rotation proxy.
  var proxy = ProxyPanel()
  /// The containers.
  var workspaces = WorkspacePanel()
  /// The settings.
  var settings = SettingsPanel()
  /// Theme and glyphs.
  package var appearance = Appearance()
  /// What was asked for at the start, and frozen.
  package var mode = ScreenMode()
  /// Whether the servers can be reached.
  var connection = Connection.unknown
  /// When the next reading is due, nil if none is.
  var nextPollAt: Date?
  /// What this process does for all accounts or none, for example `restoring old`.
  var progress: Progress?
  /// The keys, defaults and the user's changes.
  var keymap: Keymap
  /// A sign-in that was found in `~/.codex` and could be imported, for the empty screen.
  var adoptable: String?
  /// The folder that codex runs in unless another is named, `~` for the home folder.
  var directory = ""
  /// What that folder names for runs, an account's label, a strategy or `removed`; nil if nothing.
  var project: String?
  /// Whether the program is over.
  var isOver = false

  /// An empty screen, before anything is known.
  package init(
    size: Size, now: Date, timeZone: ClockZone, keymap: Keymap = DashboardCommands.keymap
  ) {
    self.size = size
    self.now = now
    self.timeZone = timeZone
    self.keymap = keymap
  }

  /// A fresh dialog ignores keys for this long, in seconds.
  static let dialogGuard: Double = 0.25
  /// The smallest window that can show anything.
  static let smallestSize = Size(columns: 40, rows: 10)

  /// Whether the window is too small to show anything but that.
  var isTooSmall: Bool {
    size.columns < Self.smallestSize.columns || size.rows < Self.smallestSize.rows
  }

  /// The account under the cursor, nil if the list shows none.
  var selected: AccountEntry? { accounts.selected }
}

/// The part of the main screen that the keys go to.
enum Focus: String, Hashable, Sendable, CaseIterable, Codable {
  /// The list of accounts.
  case accounts
  /// The detail panel.
  case detail
  /// The events below.
  case events
}

/// Whether the servers can be reached, as the last polls showed it.
enum Connection: Hashable, Sendable {
  /// Nothing was asked yet.
  case unknown
  /// The last poll was answered.
  case online
  /// No poll was answered since then; the next try is at `nextTryAt`.
  case offline(since: Date, nextTryAt: Date?)
}

/// What was asked for at the start, and what `f` changes.
package struct ScreenMode: Hashable, Sendable {
  /// Dangerous commands are off.
  var isReadOnly = false
  /// No spinner, no tick every second, countdowns in whole minutes.
  var isQuiet = false
  /// Nothing is refreshed by itself.
  var isFrozen = false
  /// The accounts are samples.
  var isDemo = false

  /// The usual mode.
  package init(
    isReadOnly: Bool = false, isQuiet: Bool = false, isFrozen: Bool = false, isDemo: Bool = false
  ) {
    self.isReadOnly = isReadOnly
    self.isQuiet = isQuiet
    self.isFrozen = isFrozen
    self.isDemo = isDemo
  }
}

/// How the screen looks.
package struct Appearance: Hashable, Sendable {
  /// The name of the theme in use.
  var theme: String
  /// Every theme there is, the user's own after the built-in ones.
  var themes: [Theme]
  /// How many colours the terminal has.
  var profile: ColorProfile
  /// Whether only ASCII is drawn.
  var isASCII: Bool

  /// A look of its parts.
  package init(
    theme: String = "default", themes: [Theme] = [], profile: ColorProfile = .sixteen,
    isASCII: Bool = false
  ) {
    self.theme = theme
    self.themes = themes
    self.profile = profile
    self.isASCII = isASCII
  }

  /// The colours; plain ones if the theme is not there.
  var look: Look {
    let known = themes.first { $0.name == theme } ?? themes.first
    return Look(theme: known ?? Theme(name: theme, mode: .any, named: [:]), profile: profile)
  }

  /// The name of the theme that `T` chooses next.
  var nextTheme: String {
    guard let place = themes.firstIndex(where: { $0.name == theme }) else {
      return themes.first?.name ?? theme
    }
    return themes[(place + 1) % themes.count].name
  }
}

/// One short message.
struct Toast: Hashable, Sendable {
  /// What it tells.
  enum Kind: Hashable, Sendable {
    /// Something worked.
    case good
    /// Something to know.
    case note
    /// Something failed.
    case bad

    /// The word in front, so that colour is not all.
    var word: String {
      switch self {
      case .good: "done"
      case .note: "note"
      case .bad: "failed"
      }
    }

    /// How long it stays, in seconds.
    var seconds: Double { self == .bad ? 4 : 2 }
  }

  /// What it tells.
  var kind: Kind
  /// One sentence.
  var text: String
  /// When it goes.
  var endsAt: Date

  /// A message that starts now.
  init(_ kind: Kind, _ text: String, at now: Date) {
    self.kind = kind
    self.text = PrintableText.shortened(text, to: 240)
    endsAt = now + kind.seconds
  }
}

/// The offer to bring a deleted account back.
struct UndoOffer: Hashable, Sendable {
  /// The deleted account's label.
  var label: String
  /// Until when the key works.
  var endsAt: Date

  /// How long the offer stands, in seconds.
  static let seconds: Double = 10
}

/// Something that takes time: what, since when, and whether Esc ends it.
package struct Progress: Hashable, Sendable {
  /// What a person sees of it.
  enum Stage: Hashable, Sendable {
    /// Nothing yet: most things end sooner.
    case hidden
    /// A spinner and the verb.
    case spinner
    /// The spinner, the verb, the seconds so far, and how to cancel.
    case elapsed(seconds: Int)
  }

  /// What is being done: `refreshing`, `signing in`, `moving to the trash`.
  var verb: String
  /// Since when.
  var startedAt: Date
  /// Whether Esc ends it.
  var isCancellable: Bool
  /// Whether a person asked for it, and so hears of its end.
  var isWanted: Bool

  /// Progress of its parts.
  init(
    _ verb: String, startedAt: Date, isCancellable: Bool = false, isWanted: Bool = false
  ) {
    self.verb = verb
    self.startedAt = startedAt
    self.isCancellable = isCancellable
    self.isWanted = isWanted
  }

  /// What is shown of it at a time: nothing for 200 ms, after 10 s the time it took.
  func stage(at now: Date) -> Stage {
    let elapsed = now.timeIntervalSince(startedAt)
    if elapsed < Self.hiddenSeconds { return .hidden }
    return elapsed < Self.patienceSeconds ? .spinner : .elapsed(seconds: Int(elapsed))
  }

  /// Shorter than this, nothing is shown, in seconds.
  static let hiddenSeconds = 0.2
  /// Longer than this, the time is shown, in seconds.
  static let patienceSeconds: Double = 10
  /// A spinner moves this often, in seconds.
  static let spinnerSeconds = 0.1
}
