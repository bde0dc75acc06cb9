/// Keeps what directories say about the runs that start in them.
package protocol ProjectStore: Sendable {
  /// Every binding, by place.
  func projectBindings() throws(StoreError) -> [ProjectBinding]

  /// Binds a place; nil frees it.
  ///
  /// - Returns: Whether the place was bound before.
  @discardableResult
  func setProjectChoice(
    _ choice: ProjectChoice?, of place: FilePath, at now: Date
  ) throws(StoreError) -> Bool
}
