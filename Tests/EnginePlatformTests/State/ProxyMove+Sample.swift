import EngineCore

extension ProxyMove {
  /// A turn that left one account for another.
  static let sample = ProxyMove(
    from: AccountID("work-id"), fromLabel: "work", to: AccountID("home-id"), toLabel: "home",
    reason: "the account's usage limit is reached", moment: .beforeOutput)
}
