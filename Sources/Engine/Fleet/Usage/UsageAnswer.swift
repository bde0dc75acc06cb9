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

/// Why one attempt gave no reading, and what follows from it.
struct UsageFailure: Error {
  /// What follows beside telling it.
  enum Consequence {
    /// Nothing.
    case none
    /// The credentials were refused: newer ones may do.
    case unauthorized
    /// The account is refused: everyone should know.
    case blocked(reason: String)
    /// Only swop's own client failed: another may succeed.
    case otherClientMaySucceed
    /// It was told where it was found: the keeper of tokens tells the end of a session once.
    case toldAlready
    /// No one waits any more.
    case cancelled
  }

  /// What is told and stored.
  let report: ErrorReport
  /// What follows.
  let consequence: Consequence
  /// When the server wants to be asked again.
  let retryAt: Date?

  /// A failure of its parts.
  init(_ error: some EngineError, _ consequence: Consequence = .none, retryAt: Date? = nil) {
    report = error.report
    self.consequence = consequence
    self.retryAt = retryAt
  }

  /// What an answer that never came means.
  init(_ error: HTTPError, of label: String, limit: Duration) {
    let sentence = error.message
    let detail = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    let network = ReadingError.network(label: label, detail: detail)
    switch error {
    case .timedOutConnecting, .timedOutAfterSending:
      self.init(ReadingError.timedOut(label: label, seconds: limit / .seconds(1)))
    case .tooLarge, .malformed:
      self.init(
        ReadingError.unreadable(label: label, detail: detail), .otherClientMaySucceed)
    case .insecure, .unavailable: self.init(network, .otherClientMaySucceed)
    case .unresolved, .unreachable, .cut: self.init(network)
    case .cancelled: self.init(network, .cancelled)
    }
  }

  /// What missing credentials mean.
  init(_ error: CredentialError) {
    switch error {
    case .cancelled: self.init(error, .cancelled)
    case .expired: self.init(error, .toldAlready)
    case .codexOnly: self.init(error, .otherClientMaySucceed)
    case .missing, .unreadable, .denied, .busy, .unavailable, .notStored: self.init(error, .none)
    }
  }

  /// Whether nothing is left to tell.
  var isToldAlready: Bool {
    if case .toldAlready = consequence { true } else { false }
  }

  /// Whether the credentials were refused.
  var isUnauthorized: Bool {
    if case .unauthorized = consequence { true } else { false }
  }
}

/// When the server says a limited request may be tried again.
enum RetryTime {
  /// The moment that an answer names, by its header or its body; nil if neither makes sense.
  static func named(by response: HTTPResponse, at now: Date) -> Date? {
    header(response.headers.value(of: "Retry-After"), at: now) ?? body(of: response, at: now)
  }

  private static func header(_ value: String?, at now: Date) -> Date? {
    guard let value else { return nil }
    if let seconds = Double(value), seconds.isFinite { return moment(now + seconds, at: now) }
    return HTTPDate.moment(value).flatMap { moment($0, at: now) }
  }

  private static func body(of response: HTTPResponse, at now: Date) -> Date? {
    guard let value = try? JSONReader.value(in: Array(BackendClient.bytes(of: response))) else {
      return nil
    }
    let error = value["error"] ?? value
    if let at = error["resets_at"]?.looseNumber {
      return moment(Date(timeIntervalSince1970: at), at: now)
    }
    return error["resets_in_seconds"]?.looseNumber.flatMap { moment(now + $0, at: now) }
  }

  /// A moment if it is ahead, and not further than any window lasts.
  private static func moment(_ date: Date, at now: Date) -> Date? {
    date > now && date <= now + Refusal.longestSeconds ? date : nil
  }
}
