/// An error as it is shown, stored and written to JSON.
package struct ErrorReport: Hashable, Sendable, Codable {
  /// Stable, for scripts.
  package let code: String
  /// One sentence.
  package let message: String
  /// What to do next, nil if nothing helps.
  package let remedy: String?

  /// A report of its parts.
  package init(code: String, message: String, remedy: String?) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }
}
