import EngineCore

/// What becomes of an open WebSocket when tokens or accounts change. Pure.
enum OpenSocketRule {
  /// The three ways.
  enum Fate: Hashable {
    /// It goes on.
    case stay
    /// It ends at once if no turn runs, else with its turn.
    case endAfterTurn
    /// It ends now.
    case endNow
  }

  /// The fate of one.
  ///
  /// - Parameters:
  ///   - isClientKnown: whether its token is still good.
  ///   - account: its account: nil for none yet, `.some(nil)` for one that was removed.
  /// - Returns: What becomes of it.
  static func fate(isClientKnown: Bool, account: Candidate??) -> Fate {
    switch account {
    case .some(.none): .endNow
    case .some(.some(let account)) where !account.isEnabled || account.isExpired: .endAfterTurn
    case .some(.some), .none: isClientKnown ? .stay : .endAfterTurn
    }
  }
}
