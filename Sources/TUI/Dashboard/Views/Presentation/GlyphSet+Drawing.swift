import EngineCore

// The characters that only the dashboard draws; each takes one column in both sets.
extension GlyphSet {
  private func either(_ unicode: String, _ ascii: String) -> String {
    self == .unicode ? unicode : ascii
  }

  /// Stands in front of an event that is about no state.
  var note: String { either("·", ":") }

  /// The up and down keys.
  var arrowKeys: String { either("↑↓", "up/dn") }

  /// The frame of a spinner after a time.
  func spinner(after seconds: Double) -> String {
    let step = Int(max(0, min(seconds, 1e6)) * 10)
    return spinner[step % spinner.count]
  }
}
