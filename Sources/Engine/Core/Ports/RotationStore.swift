/// Keeps what a rotation proxy has to know after a restart, and every other proxy at once.
package protocol RotationStore: Sendable {
  /// The homes of conversations that were used since a time, the oldest first.
  func homes(usedSince: Date) throws(StoreError) -> [ConversationHome]
  /// Until when accounts rest after errors that pass.
  func rests() throws(StoreError) -> [AccountID: Date]
  /// Keeps homes and rests in one step, and forgets what nobody needs any more at `now`. A home that was
  /// used later, by another proxy, stays.
  func keep(
    _ homes: [ConversationHome], rests: [AccountID: Date], now: Date
  ) throws(StoreError)
}
