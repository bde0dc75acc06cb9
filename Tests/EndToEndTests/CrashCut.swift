/// What happens to a program at one point of its work (Tests/CutTool).
enum CrashCut: String, Sendable, CaseIterable {
  /// It dies, as by `kill -9`.
  case kill
  /// One call fails as on a bad sector.
  case inputOutput = "eio"
  /// The disk is full from then on.
  case full
  /// A signal arrives: one call fails and has to be repeated.
  case interrupted = "eintr"
}
