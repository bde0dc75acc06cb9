/// Why bytes are not an acceptable request, with the status that says so.
package enum RequestParseError: Error, Hashable, Sendable {
  /// Not HTTP, or a form that invites request smuggling.
  case malformed(String)
  /// The head is larger than accepted.
  case headTooLarge
  /// A transfer coding other than `chunked`.
  case unknownCoding
  /// A version other than HTTP/1.
  case unknownVersion

  /// The status of the answer.
  package var status: Int {
    switch self {
    case .malformed: 400
    case .headTooLarge: 431
    case .unknownCoding: 501
    case .unknownVersion: 505
    }
  }

  /// What is wrong, without what was sent.
  package var detail: String {
    switch self {
    case .malformed(let detail): detail
    case .headTooLarge: "the head is too large"
    case .unknownCoding: "the transfer coding is unknown"
    case .unknownVersion: "the version is not HTTP/1"
    }
  }
}
