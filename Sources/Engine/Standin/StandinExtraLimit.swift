/// A limit beside the main one, as `wham/usage` lists it.
package struct StandinExtraLimit: Hashable, Sendable, Codable {
  /// Its name, for example `GPT-5.3-Codex-Spark`.
  package var name: String
  /// Its windows: primary first, two at most.
  package var windows: [StandinWindow]

  /// A limit of its parts.
  package init(name: String, windows: [StandinWindow]) {
    self.name = name
    self.windows = windows
  }
}
