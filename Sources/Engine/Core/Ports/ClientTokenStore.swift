/// Keeps the digests of the tokens that clients of the proxy show.
package protocol ClientTokenStore: Sendable {
  /// All of them, sorted by name.
  func clientTokens() throws(StoreError) -> [ClientTokenRecord]

  /// Keeps one.
  ///
  /// - Parameters:
  ///   - token: what to keep.
  ///   - replacing: whether it takes the place of one of the same name.
  /// - Returns: Whether it is kept now; false if the name is taken.
  /// - Throws: `StoreError` if the database cannot be written.
  @discardableResult
  func keepClientToken(_ token: ClientTokenRecord, replacing: Bool) throws(StoreError) -> Bool

  /// Forgets one. Whoever shows it is turned away from now on.
  ///
  /// - Returns: Whether there was one of this name.
  @discardableResult
  func forgetClientToken(named name: String) throws(StoreError) -> Bool
}
