/// Sees to it that of all processes that observe the same thing one tells it.
package protocol NoticeStore: Sendable {
  /// Takes the right to tell something.
  ///
  /// - Parameters:
  ///   - name: what is to be told; the same thing has the same name in every process.
  ///   - seconds: how long the right is not given out again.
  ///   - now: the moment.
  /// - Returns: Whether this process got it.
  /// - Throws: `StoreError`.
  func claimNotice(
    _ name: String, for seconds: Double, now: Date
  ) throws(StoreError) -> Bool

  /// Takes a claim away, so that the next occasion is told again.
  ///
  /// - Returns: Whether there was one; of several processes one gets true.
  @discardableResult
  func releaseNotice(_ name: String) throws(StoreError) -> Bool
}
