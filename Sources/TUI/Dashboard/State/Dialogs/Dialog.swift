package import EngineCore
package import TUIKit

/// The dialog on top of the screen, with everything it shows.
package enum Dialog: Hashable, Sendable {
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
package struct CommandListDialog: Hashable, Sendable {
  /// What has to match for a command to show.
  package var filter = TextField()
  /// Whether keys go to the filter.
  package var isFiltering: Bool
  /// The chosen row among those that match.
  package var row = 0

  /// A list; the palette is typed into at once, the help after `/`.
  package init(isFiltering: Bool) {
    self.isFiltering = isFiltering
  }
}

/// Asks before an account goes to the trash. *Keep* has the focus; only `y` deletes.
package struct DeleteDialog: Hashable, Sendable {
  /// The account.
  package var account: AccountID
  /// Its number in the list.
  package var number: Int
  /// Its label.
  package var label: String
  /// Its address, nil if unknown.
  package var email: String?
  /// Where its sandbox lies.
  package var sandbox: String
  /// How large it is in bytes, nil before it was measured.
  package var bytes: Int64?
  /// How many runs are in progress on it: with any, it cannot be deleted.
  package var liveRuns: Int

  /// A question about an account.
  package init(
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
  package var mayDelete: Bool { liveRuns == 0 }
}

/// Something that cannot be mended here; any key closes it.
package struct FaultDialog: Hashable, Sendable {
  /// What went wrong.
  package var report: ErrorReport

  /// A fault of its parts.
  package init(report: ErrorReport) {
    self.report = report
  }
}

/// Asks for the file and the label of a sign-in that exists already.
package struct ImportDialog: Hashable, Sendable {
  /// What the keys go to.
  package enum Field: Hashable, Sendable {
    /// The file or folder.
    case path
    /// The label.
    case label
  }

  /// The file or folder.
  package var path: TextField
  /// The label.
  package var label: TextField
  /// What the keys go to.
  package var field: Field
  /// What is wrong with the answer, nil if nothing is.
  package var complaint: String?

  /// A question that begins with a file.
  package init(path: String, label: String = "", field: Field = .label) {
    self.path = TextField(path)
    self.label = TextField(label)
    self.field = field
  }
}

/// Asks for a label.
package struct LabelDialog: Hashable, Sendable {
  /// What is typed.
  package var label: TextField
  /// What is wrong with it, nil if nothing is.
  package var complaint: String?

  /// A question with text to begin with.
  package init(label: TextField = TextField(), complaint: String? = nil) {
    self.label = label
    self.complaint = complaint
  }
}

/// Asks before leaving while a sign-in is under way: the only thing that ends with the screen, as the proxy
/// that serves others is a process of its own. *Stay* has the focus; only `y` leaves.
package struct QuitDialog: Hashable, Sendable {
  /// The sign-in that the question came in the way of.
  package var signIn: SignInDialog

  /// A question about a sign-in.
  package init(_ signIn: SignInDialog) { self.signIn = signIn }
}

/// Asks for another label of an account.
package struct RenameDialog: Hashable, Sendable {
  /// The account.
  package var account: AccountID
  /// Its label until now.
  package var oldLabel: String
  /// The answer so far.
  package var input: LabelDialog

  /// A question about an account, which begins with its label.
  package init(account: AccountID, oldLabel: String) {
    self.account = account
    self.oldLabel = oldLabel
    input = LabelDialog(label: TextField(oldLabel))
  }
}

/// Codex was stopped with Ctrl-Z; Enter goes on with it, `y` ends it.
package struct StoppedRunDialog: Hashable, Sendable {
  /// The account's label.
  package var label: String
  /// The run, nil if it is not known.
  package var run: RunID?

  /// A question of its parts.
  package init(label: String, run: RunID? = nil) {
    self.label = label
    self.run = run
  }
}

/// Every account's rank in automatic choice, and the reason.
package struct WhyDialog: Hashable, Sendable {
  /// One account.
  package struct Line: Hashable, Sendable, Identifiable {
    /// The account.
    package var id: AccountID
    /// Its label.
    package var label: String
    /// Its place, 1 is best.
    package var rank: Int
    /// Whether it can be used now.
    package var isViable: Bool
    /// Why it stands there.
    package var reason: String

    /// A line of its parts.
    package init(id: AccountID, label: String, rank: Int, isViable: Bool, reason: String) {
      self.id = id
      self.label = label
      self.rank = rank
      self.isViable = isViable
      self.reason = reason
    }
  }

  /// What is taken, and why: one sentence.
  package var sentence: String
  /// The rule, for example `most-left`.
  package var strategy: String
  /// Something to know, nil if nothing is.
  package var warning: String?
  /// Every account, best first.
  package var lines: [Line]
  /// The first line that is shown, for long lists.
  package var scroll = 0

  /// An explanation of its parts.
  package init(sentence: String, strategy: String, warning: String? = nil, lines: [Line]) {
    self.sentence = sentence
    self.strategy = strategy
    self.warning = warning
    self.lines = lines
  }
}
