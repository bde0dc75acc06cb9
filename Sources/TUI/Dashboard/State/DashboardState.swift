package import EngineCore
package import TUIKit

/// Everything on the screen, as one value. Update changes it, the view draws it, nothing else knows it.
///
/// Text from outside is made printable before it gets here. No part of it reads a clock: `now` is the
/// time that the last message carried.
package struct DashboardState: Hashable, Sendable {
  /// The window.
  package var size: Size
  /// The time the screen shows.
  package var now: Date
  /// The zone that times are shown in.
  package var timeZone: ClockZone

  /// The accounts: rows, selection, filter, order.
  package var accounts = AccountList()
  /// What automatic choice would take, and why; nil before it is known.
  package var choice: ChoiceSummary?
  /// Which part of the main screen the keys go to.
  package var focus = Focus.accounts
  /// The panel that has the screen instead of the list; nil for the list.
  package var panel: Panel?
  /// Whether the focused part has the whole screen.
  package var isExpanded = false
  /// The dialog on top, nil if there is none. It swallows every key it does not use.
  package var dialog: Dialog?
  /// When that dialog opened: it takes no keys for `DashboardState.dialogGuard` after that.
  package var dialogOpenedAt: Date?

  /// The one short message in the hint bar's place, nil if there is none.
  package var toast: Toast?
  /// The offer to bring back what was deleted; it has the hint bar's place for ten seconds.
  package var undo: UndoOffer?
  /// What the engine did.
  package var events = EventLog()
  /// The rotation proxy.
  package var proxy = ProxyPanel()
  /// The containers.
  package var workspaces = WorkspacePanel()
  /// The settings.
  package var settings = SettingsPanel()
  /// Theme and glyphs.
  package var appearance = Appearance()
  /// What was asked for at the start, and frozen.
  package var mode = ScreenMode()
  /// Whether the servers can be reached.
  package var connection = Connection.unknown
  /// When the next reading is due, nil if none is.
  package var nextPollAt: Date?
  /// What this process does for all accounts or none, for example `restoring old`.
  package var progress: Progress?
  /// The keys, defaults and the user's changes.
  package var keymap: Keymap
  /// A sign-in that was found in `~/.codex` and could be imported, for the empty screen.
  package var adoptable: String?
  /// The folder that codex runs in unless another is named, `~` for the home folder.
  package var directory = ""
  /// What that folder names for runs, an account's label, a strategy or `removed`; nil if nothing.
  package var project: String?
  /// Whether the program is over.
  package var isOver = false

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
  package static let dialogGuard: Double = 0.25
  /// The smallest window that can show anything.
  package static let smallestSize = Size(columns: 40, rows: 10)

  /// Whether the window is too small to show anything but that.
  package var isTooSmall: Bool {
    size.columns < Self.smallestSize.columns || size.rows < Self.smallestSize.rows
  }

  /// The account under the cursor, nil if the list shows none.
  package var selected: AccountEntry? { accounts.selected }
}
