import EngineCore
import TUIKit

/// The dialog on top of the screen, with everything it shows.
enum Dialog: Hashable, Sendable {
  /// Asks before an account goes to the trash.
  case delete(DeleteDialog)
  /// The steps of a sign-in.
  case signIn(SignInDialog)
  /// Asks for the label of a new account.
  case add(LabelDialog)
  /// Asks for another label.
  case rename(RenameDialog)
  /// Asks for the label and the file of a sign-in that exists already.
  case importing(ImportDialog)
  /// What a run is started with.
  case runOptions(RunOptionsDialog)
  /// Every account's rank and the reason.
  case why(WhyDialog)
  /// Asks before leaving while something of ours still runs.
  case quit(QuitDialog)
  /// Codex was stopped; offers to go on with it.
  case stoppedRun(StoppedRunDialog)
  /// The keys.
  case help(CommandListDialog)
  /// Every command by name.
  case palette(CommandListDialog)
  /// Something that cannot be mended here.
  case fault(FaultDialog)
}

/// A list of commands with a filter: the help and the palette.
struct CommandListDialog: Hashable, Sendable {
  /// What has to match for a command to show.
  var filter = TextField()
  /// Whether keys go to the filter.
  var isFiltering: Bool
  /// The chosen row among those that match.
  var row = 0
}

/// Asks before an account goes to the trash. *Keep* has the focus; only `y` deletes.
struct DeleteDialog: Hashable, Sendable {
  /// The account.
  var account: AccountID
  /// Its number in the list.
  var number: Int
  /// Its label.
  var label: String
  /// Its address, nil if unknown.
  var email: String?
  /// Where its sandbox is.
  var sandbox: String
  /// How large it is in bytes, nil before it was measured.
  var bytes: Int64?
  /// How many runs are in progress on it: with any, it cannot be deleted.
  var liveRuns: Int

  /// A question about an account.
  init(
    account: AccountID, number: Int, label: String, email: String?, sandbox: String,
    bytes: Int64? = nil, liveRuns: Int = 0
  ) {
    self.account = account
    self.number = number
    self.label = label
    self.email = email
    self.sandbox = sandbox
    self.bytes = bytes
    self.liveRuns = liveRuns
  }

  /// Whether `y` may delete.
  var mayDelete: Bool { liveRuns == 0 }
}

/// Something that cannot be mended here; any key closes it.
struct FaultDialog: Hashable, Sendable {
  /// What went wrong.
  var report: ErrorReport
}

/// Asks for the file and the label of a sign-in that exists already.
struct ImportDialog: Hashable, Sendable {
  /// What the keys go to.
  enum Field: Hashable, Sendable {
    /// The file or folder.
    case path
    /// The label.
    case label
  }

  /// The file or folder.
  var path: TextField
  /// The label.
  var label: TextField
  /// What the keys go to.
  var field: Field
  /// What is wrong with the answer, nil if nothing is.
  var complaint: String?

  /// A question that begins with a file.
  init(path: String, label: String = "", field: Field = .label) {
    self.path = TextField(path)
    self.label = TextField(label)
    self.field = field
  }
}

/// Asks for a label.
struct LabelDialog: Hashable, Sendable {
  /// What is typed.
  var label: TextField = TextField()
  /// What is wrong with it, nil if nothing is.
  var complaint: String?
}

/// Asks before leaving while a sign-in is under way: the only thing that ends with the screen, as the proxy
/// that serves others is a process of its own. *Stay* has the focus; only `y` leaves.
struct QuitDialog: Hashable, Sendable {
  /// The sign-in that the question came in the way of.
  var signIn: SignInDialog

  /// A question about a sign-in.
  init(_ signIn: SignInDialog) { self.signIn = signIn }
}

/// Asks for another label of an account.
struct RenameDialog: Hashable, Sendable {
  /// The account.
  var account: AccountID
  /// Its label until now.
  var oldLabel: String
  /// The answer so far.
  var input: LabelDialog

  /// A question about an account, which begins with its label.
  init(account: AccountID, oldLabel: String) {
    self.account = account
    self.oldLabel = oldLabel
    input = LabelDialog(label: TextField(oldLabel))
  }
}

/// Codex was stopped with Ctrl-Z; Enter goes on with it, `y` ends it.
struct StoppedRunDialog: Hashable, Sendable {
  /// The account's label.
  var label: String
  /// The run, nil if it is not known.
  var run: RunID?
}

/// Every account's rank in automatic choice, and the reason.
struct WhyDialog: Hashable, Sendable {
  /// One account.
  struct Line: Hashable, Sendable, Identifiable {
    /// The account.
    var id: AccountID
    /// Its label.
    var label: String
    /// Its place, 1 is best.
    var rank: Int
    /// Whether it can be used now.
    var isViable: Bool
    /// Why it stands there.
    var reason: String
  }

  /// What is taken, and why: one sentence.
  var sentence: String
  /// The rule, for example `most-left`.
  var strategy: String
  /// Something to know, nil if nothing is.
  var warning: String?
  /// Every account, best first.
  var lines: [Line]
  /// The first line that is shown, for long lists.
  var scroll = 0
}
