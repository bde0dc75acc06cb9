package import EngineCore
package import TUIKit

/// The command catalogue: every command of the dashboard with its name, keys, hint and nature.
package enum DashboardCommands {
  /// All commands, in the order of help and hints.
  package static let set = CommandSet(
    movement + runs + accounts + finding + workspaces + settings + panels + signIn + program)

  /// The keys as they are unless settings say otherwise.
  static let keymap = Keymap(set)

  /// What the settings file says about keys, held against the commands. Esc and Ctrl-C lead out of
  /// everything, inputs and dialogs too, and stay what they are.
  package static func changes(_ bindings: [KeyBinding]) -> KeyChanges {
    KeyChanges(
      bindings, of: set,
      fixed: [
        DashboardCommand.back.id: [KeyStroke(.escape)],
        DashboardCommand.quit.id: [KeyStroke(.character("c"), .control)],
      ])
  }

  /// Where keys are pressed.
  enum Context {
    /// The list of accounts.
    static let list: KeyContext = "list"
    /// The events, below the list or alone.
    static let log: KeyContext = "log"
    /// The workspaces panel.
    static let workspaces: KeyContext = "workspaces"
    /// The settings panel.
    static let settings: KeyContext = "settings"
    /// The sign-in dialog.
    static let signIn: KeyContext = "sign-in"
    /// Help and lists in dialogs.
    static let menu: KeyContext = "menu"
  }

  private typealias At = Context

  private static let lists = [At.list, At.log, At.workspaces, At.settings, At.menu]

  private static let movement =
    [
      command(
        .moveUp, "Move up", "Moving", ["Up", "k"], lists,
        .init("move", rank: 9, short: "")),
      command(.moveDown, "Move down", "Moving", ["Down", "j"], lists),
      command(.moveFirst, "Go to the first row", "Moving", ["Home", "g"], lists),
      command(.moveLast, "Go to the last row", "Moving", ["End", "G"], lists),
      command(.movePageUp, "Move up by a page", "Moving", ["PgUp", "Ctrl-U"], lists),
      command(.movePageDown, "Move down by a page", "Moving", ["PgDn", "Ctrl-D"], lists),
    ]
    + rows.enumerated().map { index, row in
      command(row, "Choose account \(index + 1)", "Moving", ["\(index + 1)"], [At.list])
    }

  private static let rows: [DashboardCommand] = [
    .pickRow1, .pickRow2, .pickRow3, .pickRow4, .pickRow5, .pickRow6, .pickRow7, .pickRow8,
    .pickRow9,
  ]

  private static let runs = [
    command(
      .runStart, "Run codex on the account", "Running", ["Enter"], [At.list],
      .init("run codex", rank: 10, short: "run")),
    command(.runOptions, "Run codex with options", "Running", ["o"], [At.list]),
  ]

  private static let accounts = [
    command(
      .accountSet, "Make it the default account", "Accounts", ["S", "s"], [At.list],
      .init("set", rank: 8)),
    command(
      .accountRelogin, "Sign in again", "Accounts", ["R", "r"], [At.list],
      .init("relogin", rank: 8)),
    command(
      .accountToggle, "Enable or disable it", "Accounts", ["E", "e"], [At.list],
      .init("disable", rank: 7)),
    command(
      .accountDelete, "Move it to the trash", "Accounts", ["D", "d", "Delete"], [At.list],
      .init("delete", rank: 6)),
  ]

  private static let finding = [
    command(
      .search, "Filter the list, search the log", "Finding", ["/"], [At.list, At.log, At.menu],
      .init("search", rank: 8, short: "find")),
    command(
      .accountAdd, "Add an account and sign in", "Accounts", ["a"], [At.list],
      .init("add", rank: 4)),
    command(.accountRename, "Rename it", "Accounts", ["m", "F2"], [At.list]),
    command(.accountImport, "Import an existing sign-in", "Accounts", ["i"], [At.list]),
    command(
      .accountBest, "Choose the best account and explain why", "Accounts", ["b"], [At.list],
      .init("best", rank: 4)),
    command(.undo, "Bring back what was deleted", "Accounts", ["u"], [.anywhere]),
    command(.searchNext, "Go to the next match", "Finding", ["n"], [At.log]),
    command(.searchPrevious, "Go to the match before", "Finding", ["N"], [At.log]),
    command(.sortNext, "Change the sort order", "Finding", ["t"], [At.list]),
    command(.refreshOne, "Read its quota now", "Reading", ["F5", "."], [At.list]),
    command(.refreshAll, "Read every quota now", "Reading", ["Ctrl-R"], [At.list]),
    command(.refreshFreeze, "Pause or resume automatic refresh", "Reading", ["f"], [.anywhere]),
    command(.copy, "Copy the label, then the e-mail", "Finding", ["c"], [At.list]),
  ]

  private static let panels = [
    command(
      .panelNext, "Go to the next part of the screen", "Panels", ["Tab"], [.anywhere],
      .init("panel", rank: 2)),
    command(
      .panelPrevious, "Go to the part before", "Panels", ["Shift-Tab"], [.anywhere]),
    command(.panelLog, "Show the event log", "Panels", ["l"], [.anywhere], .init("log", rank: 2)),
    command(.panelProxy, "Show the rotation proxy", "Panels", ["p"], [.anywhere]),
    command(.panelWorkspaces, "Show the workspaces", "Panels", ["w"], [.anywhere]),
    command(.panelSettings, "Show the settings", "Panels", [","], [.anywhere]),
    command(.panelExpand, "Show the panel full screen", "Panels", ["z"], [.anywhere]),
  ]

  private static let workspaces = [
    command(
      .workspaceShell, "Open a shell in the workspace", "Workspaces", ["Enter"],
      [At.workspaces], .init("shell", rank: 10)),
    command(
      .workspaceStart, "Start the workspace", "Workspaces", ["s", "S"], [At.workspaces],
      .init("start", rank: 8)),
    command(
      .workspaceStop, "Stop the workspace", "Workspaces", ["x"], [At.workspaces],
      .init("stop", rank: 8)),
  ]

  private static let settings = [
    command(
      .settingChange, "Change the setting", "Settings", ["Enter"], [At.settings],
      .init("change", rank: 10)),
    command(
      .settingReset, "Go back to the default", "Settings", ["r", "Delete"], [At.settings],
      .init("default", rank: 8)),
  ]

  private static let signIn = [
    command(
      .signInOpen, "Open the link", "Signing in", ["o"], [At.signIn], .init("open", rank: 9)),
    command(
      .signInCopy, "Copy the link", "Signing in", ["c"], [At.signIn], .init("copy", rank: 9)),
    command(
      .signInBrowser, "Use a browser on this machine", "Signing in", ["b"], [At.signIn],
      .init("use a browser", rank: 8)),
  ]

  private static let program = [
    command(.themeNext, "Try the next theme", "Program", ["T"], [.anywhere]),
    command(.palette, "Find a command by name", "Program", [":"], [.anywhere]),
    command(
      .help, "Show the keys", "Program", ["?", "F1"], [.anywhere, At.menu],
      .init("help", rank: .max)),
    command(.redraw, "Redraw the screen", "Program", ["Ctrl-L"], [.anywhere]),
    command(.suspend, "Stop swop for a while", "Program", ["Ctrl-Z"], [.anywhere]),
    command(.back, "Go back one step", "Program", ["Esc"], [.anywhere]),
    command(
      .quit, "Leave", "Program", ["q", "Ctrl-C"], [.anywhere], .init("quit", rank: .max)),
  ]

  private static func command(
    _ id: DashboardCommand, _ title: String, _ group: String, _ keys: [String],
    _ contexts: [KeyContext], _ hint: Command.Hint? = nil
  ) -> Command {
    Command(
      id.id, title, group: group, keys: keys, in: contexts, hint: hint,
      isDangerous: id.isDangerous)
  }
}

extension DashboardCommand {
  /// The identity in the catalogue.
  var id: Command.ID { Command.ID(rawValue: rawValue) }

  /// The command of an identity.
  init?(_ id: Command.ID) { self.init(rawValue: id.rawValue) }

  /// Whether it changes something of the user's: read-only mode switches it off.
  var isDangerous: Bool {
    switch self {
    case .runStart, .runOptions, .accountSet, .accountRelogin, .accountToggle, .accountDelete,
      .accountAdd, .accountRename, .accountImport, .undo, .workspaceStart, .workspaceStop,
      .workspaceShell, .settingChange, .settingReset:
      true
    case .moveUp, .moveDown, .moveFirst, .moveLast, .movePageUp, .movePageDown, .pickRow1,
      .pickRow2, .pickRow3, .pickRow4, .pickRow5, .pickRow6, .pickRow7, .pickRow8, .pickRow9,
      .accountBest, .search, .searchNext, .searchPrevious, .sortNext, .refreshOne, .refreshAll,
      .refreshFreeze, .panelNext, .panelPrevious, .panelLog, .panelProxy, .panelWorkspaces,
      .panelSettings, .panelExpand, .signInOpen, .signInCopy, .signInBrowser, .copy, .themeNext,
      .palette, .help, .redraw, .suspend, .back, .quit:
      false
    }
  }
}

/// The identity of every command of the dashboard, as the `keys` settings and the tests name it.
package enum DashboardCommand: String, Hashable, Sendable, CaseIterable {
  case moveUp = "move.up"
  case moveDown = "move.down"
  case moveFirst = "move.first"
  case moveLast = "move.last"
  case movePageUp = "move.pageUp"
  case movePageDown = "move.pageDown"
  case pickRow1 = "pick.row1"
  case pickRow2 = "pick.row2"
  case pickRow3 = "pick.row3"
  case pickRow4 = "pick.row4"
  case pickRow5 = "pick.row5"
  case pickRow6 = "pick.row6"
  case pickRow7 = "pick.row7"
  case pickRow8 = "pick.row8"
  case pickRow9 = "pick.row9"
  case runStart = "run.start"
  case runOptions = "run.options"
  case accountSet = "account.set"
  case accountRelogin = "account.relogin"
  case accountToggle = "account.toggle"
  case accountDelete = "account.delete"
  case accountAdd = "account.add"
  case accountRename = "account.rename"
  case accountImport = "account.import"
  case accountBest = "account.best"
  case undo = "undo"
  case search = "search"
  case searchNext = "search.next"
  case searchPrevious = "search.previous"
  case sortNext = "sort.next"
  case refreshOne = "refresh.one"
  case refreshAll = "refresh.all"
  case refreshFreeze = "refresh.freeze"
  case panelNext = "panel.next"
  case panelPrevious = "panel.previous"
  case panelLog = "panel.log"
  case panelProxy = "panel.proxy"
  case panelWorkspaces = "panel.workspaces"
  case panelSettings = "panel.settings"
  case panelExpand = "panel.expand"
  case workspaceStart = "workspace.start"
  case workspaceStop = "workspace.stop"
  case workspaceShell = "workspace.shell"
  case settingChange = "setting.change"
  case settingReset = "setting.reset"
  case signInOpen = "signin.open"
  case signInCopy = "signin.copy"
  case signInBrowser = "signin.browser"
  case copy = "copy"
  case themeNext = "theme.next"
  case palette = "app.palette"
  case help = "help"
  case redraw = "screen.redraw"
  case suspend = "app.suspend"
  case back = "app.back"
  case quit = "app.quit"

  /// The number of the row that a digit picks, nil for other commands.
  var pickedRow: Int? {
    guard rawValue.hasPrefix("pick.row") else { return nil }
    return Int(rawValue.dropFirst("pick.row".count))
  }
}
