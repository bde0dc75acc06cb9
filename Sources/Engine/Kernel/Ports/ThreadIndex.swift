/// Codex's own database of conversations, as far as swop has to mend it.
package protocol ThreadIndex: Sendable {
  /// Rewrites the path of every conversation that leads through `sandboxHome` so that it leads through
  /// `sharedHome` (facts: a row dies when that sandbox moves).
  ///
  /// - Parameters:
  ///   - folder: where the databases lie.
  ///   - sandboxHome: the `CODEX_HOME` whose paths are to go.
  ///   - sharedHome: the home they are to lead through.
  /// - Returns: How many rows were changed.
  /// - Throws: `StoreError`.
  func rewritePaths(
    in folder: FilePath, from sandboxHome: FilePath, to sharedHome: FilePath
  ) throws(StoreError) -> Int
}
