import EngineCore
import EngineProxy

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

  /// A moment if it lies ahead, and not further than any window lasts.
  private static func moment(_ date: Date, at now: Date) -> Date? {
    date > now && date <= now + Refusal.longestSeconds ? date : nil
  }
}
