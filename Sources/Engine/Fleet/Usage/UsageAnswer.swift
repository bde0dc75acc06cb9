import EngineCore
import EngineProxy

/// What the backend's answer to a quota request means, by its status and body.
enum UsageAnswer {
  /// The reading in an answer for the account with `label`.
  static func reading(
    in response: HTTPResponse, for label: String, at now: Date
  ) throws(UsageFailure) -> QuotaReading {
    switch response.status {
    case 200..<300: return try read(response, for: label, at: now)
    case 401: throw UsageFailure(ReadingError.signedOut(label: label), .unauthorized)
    case 402, 403: throw refusal(response, for: label)
    case 429:
      let until = RetryTime.named(by: response, at: now)
      throw UsageFailure(ReadingError.limited(label: label, until: until), retryAt: until)
    case 500...:
      throw UsageFailure(
        ReadingError.server(label: label, status: response.status),
        retryAt: RetryTime.named(by: response, at: now))
    default: throw unreadable(label, "the server answered \(response.status)")
    }
  }

  private static func read(
    _ response: HTTPResponse, for label: String, at now: Date
  ) throws(UsageFailure) -> QuotaReading {
    do {
      return try UsageBody.reading(in: BackendClient.bytes(of: response), at: now)
    } catch {
      throw unreadable(label, error.detail)
    }
  }

  /// A refusal of the account; a web page instead of one comes from something in between that does not
  /// like swop's client.
  private static func refusal(_ response: HTTPResponse, for label: String) -> UsageFailure {
    let kind = response.headers.value(of: "Content-Type")?.lowercased() ?? ""
    let start = BackendClient.bytes(of: response).first { $0 > UInt8(ascii: " ") }
    if kind.hasPrefix("text/html") || start == UInt8(ascii: "<") {
      return unreadable(label, "a web page came instead (\(response.status))")
    }
    return UsageFailure(
      ReadingError.refused(label: label, status: response.status),
      .blocked(reason: "refused while reading its quota (\(response.status))"))
  }

  private static func unreadable(_ label: String, _ detail: String) -> UsageFailure {
    UsageFailure(ReadingError.unreadable(label: label, detail: detail), .otherClientMaySucceed)
  }
}
