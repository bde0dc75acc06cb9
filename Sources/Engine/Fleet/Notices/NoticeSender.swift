/// A way to reach a person.
package protocol NoticeSender: Sendable {
  /// Sends a notice.
  ///
  /// - Returns: Why it could not be sent, as one sentence without an address; nil if it was.
  func send(_ notice: Notice) async -> String?
}
