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
