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

  /// Rewrites the path of every conversation whose file is gone, where a file of the same name is in the
  /// same place of `sharedHome`: the home, or the sandbox that started it, was moved.
  ///
  /// - Returns: How many rows were changed.
  /// - Throws: `StoreError`.
  func rewriteLostPaths(in folder: FilePath, to sharedHome: FilePath) throws(StoreError) -> Int

  /// Where the file of a conversation is now that is gone from `path`; nil if it is not gone, or is not in
  /// the same place of `sharedHome`.
  func newPlace(of path: FilePath, in sharedHome: FilePath) -> FilePath?
}
