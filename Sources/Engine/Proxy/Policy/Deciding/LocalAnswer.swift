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

extension LocalAnswer {
  /// Every account is used up: codex's own kind of 429, which it explains to its user in its own words.
  ///
  /// - Parameters:
  ///   - resetsAt: When the first account can be used again, nil if unknown.
  ///   - now: The wall clock.
  /// - Returns: The answer, whose `Retry-After` is never 0.
  static func exhausted(resetsAt: Date?, at now: Date) -> LocalAnswer {
    let wait = resetsAt.map { seconds(until: $0, at: now) }
    let details: [JSONValue.Member] =
      wait.map { wait in
        let end = Int(now.timeIntervalSince1970.rounded(.down)) + wait
        return [
          .init("resets_at", .number("\(end)")), .init("resets_in_seconds", .number("\(wait)")),
        ]
      } ?? []
    return LocalAnswer(
      429, code: "usage_limit_reached", message: "The usage limit has been reached.",
      retryAfter: wait ?? 60, details: details)
  }

  /// No account has a sign-in that works: 400, which codex shows word for word and does not repeat.
  static let signInNeeded = LocalAnswer(
    400, code: "no_account_signed_in",
    message: "No account of the pool can be used. Run `swop status` to see why; "
      + "`swop relogin LABEL` signs in again.")

  /// The backend is down for everyone.
  static func backendDown(_ fault: ServerFault) -> LocalAnswer {
    switch fault {
    case .overloaded:
      // codex has its own words for this one.
      LocalAnswer(
        503, code: "server_is_overloaded", message: "The backend is overloaded.", retryAfter: 5)
    case .status, .unreachable, .noToken, .timedOut, .closed, .refusesFreshTokens:
      LocalAnswer(
        503, code: "backend_unavailable",
        message: "The backend fails for several accounts alike: \(fault.clause).", retryAfter: 5)
    }
  }

  /// One request's tries are spent.
  package static func gaveUp(_ fault: ServerFault) -> LocalAnswer {
    LocalAnswer(
      fault == .timedOut ? 504 : 502, code: "upstream_failed",
      message: "The request was given up: \(fault.clause).", retryAfter: 2)
  }

  /// One request's tries are spent although accounts are left.
  static let triesSpent = LocalAnswer(
    503, code: "tries_spent",
    message: "\(Budget.tries) accounts could not serve this request; others may.", retryAfter: 1)

  /// The account that has to serve asks for patience.
  static func throttled(_ pause: Duration?) -> LocalAnswer {
    let wait = pause.map { Int(($0 / .seconds(1)).rounded(.up)) } ?? 5
    return LocalAnswer(
      429, code: "rate_limit_exceeded", message: "Too many concurrent requests.", retryAfter: wait)
  }

  /// WebSocket is not to be had now: codex takes HTTP at once, and silently.
  package static let upgradeRequired = LocalAnswer(
    426, code: "upgrade_refused", message: "WebSocket is not offered now.")

  /// The client shows no token, or no one's.
  package static let tokenNeeded = LocalAnswer(
    401, code: "token_needed", message: "The rotation proxy requires one of its own tokens.")

  /// The request does not come from a client of this machine.
  package static let foreignClient = LocalAnswer(
    403, code: "foreign_client", message: "Requests from web pages are refused.")

  /// The other end of the connection belongs to another user of this machine.
  package static let otherUser = LocalAnswer(
    403, code: "other_user", message: "The rotation proxy serves only the user who started it.")

  /// The target is no one's here.
  package static let notFound = LocalAnswer(
    404, code: "not_found", message: "The rotation proxy does not serve this path.")

  /// The body is larger than may be kept for sending it again.
  package static let tooLarge = LocalAnswer(
    413, code: "request_too_large", message: "The request is larger than the rotation proxy takes.")

  /// There is no room for the body among those that are kept.
  package static let noRoom = LocalAnswer(
    503, code: "proxy_busy", message: "The rotation proxy has too many concurrent requests.",
    retryAfter: 1)
  /// The conversation can go on only where its history can be read.
  static let foreignHistory = LocalAnswer(
    400, code: "invalid_encrypted_content",
    message: "The history of this conversation is encrypted for the organization of the account it "
      + "began on, which cannot serve it now. Wait for that account, or begin a new conversation.")
}

extension LocalAnswer {
  /// The event with which a broken stream ends: codex takes a failed turn with a word it does not know
  /// as a reason to ask again.
  static func streamEnd(code: String, message: String) -> String {
    let error: JSONValue = [
      "type": .string(code), "code": .string(code), "message": .string(message),
    ]
    let event: JSONValue = [
      "type": "response.failed",
      "response": ["id": "resp_interrupted", "status": "failed", "error": error],
    ]
    return "event: response.failed\ndata: \(JSONWriter.line(event))\n\n"
  }
}
