package import EngineCore

/// An answer that the proxy gives itself, in the shape of the backend's own errors.
package struct LocalAnswer: Hashable, Sendable {
  /// The status.
  package let status: Int
  /// The header fields beside those of framing.
  package let headers: [HTTPField]
  /// The body: JSON.
  package let body: String

  /// An error in the backend's shape.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - code: The word for programs.
  ///   - message: The sentence for people.
  ///   - retryAfter: After how many seconds to ask again, at least 1.
  ///   - details: Further members of the error.
  init(
    _ status: Int, code: String, message: String, retryAfter: Int? = nil,
    details: [JSONValue.Member] = []
  ) {
    self.status = status
    headers =
      [HTTPField("content-type", "application/json")]
      + (retryAfter.map { [HTTPField("retry-after", "\(max(1, $0))")] } ?? [])
    let error: [JSONValue.Member] = [
      .init("type", .string(code)), .init("code", .string(code)),
      .init("message", .string(message)),
    ]
    body = JSONWriter.line(["error": .object(error + details)])
  }

  /// Seconds from `now` until `date`, rounded up, never less than 1.
  static func seconds(until date: Date, at now: Date) -> Int {
    max(1, Int(min(date.timeIntervalSince(now), ResetTime.longest).rounded(.up)))
  }
}
