import EngineCore

/// A turn that was ended in the middle: codex asks for it again, and it may go elsewhere then.
struct BrokenTurn {
  /// The account it was on.
  let account: AccountID
  /// Why it was ended: a clause for people.
  let cause: String
  /// How a move would be told.
  let moment: ProxyMove.Moment
}
