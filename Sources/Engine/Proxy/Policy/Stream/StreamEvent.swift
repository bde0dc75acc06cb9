package import EngineCore

/// What one event of a stream, or one frame of a WebSocket, means to the proxy.
package enum StreamEvent: Hashable, Sendable {
  /// It only says that something will come.
  case greeting
  /// It tells of the account's windows.
  case limits(QuotaReading)
  /// The turn failed for a reason that another account may not have.
  case failure(StreamFailure)
  /// The turn ended, well or by a fault of its own.
  case end
  /// It is part of the answer.
  case output

  private static let greetings: Set<String> = [
    "response.created", "response.in_progress", "response.queued", "keepalive", "ping",
  ]
  private static let ends: Set<String> = ["response.completed", "response.incomplete"]
  private static let failures: Set<String> = ["response.failed", "error"]
  /// Words of failures that another account may not have.
  private static let movable: Set<String> = [
    "usage_limit_reached", "usage_limit_exceeded", "usage_not_included", "insufficient_quota",
    "rate_limit_exceeded", "server_is_overloaded", "slow_down", "overloaded", "overloaded_error",
    "server_overloaded", "server_error", "internal_server_error", "invalid_encrypted_content",
  ]

  /// Reads the JSON of an event. What is no JSON, or of an unknown type, is output: nothing is held
  /// back for not being understood.
  package init(data: ArraySlice<UInt8>, at now: Date) {
    guard let type = TopLevelStrings.values(of: ["type"], in: data)["type"] else {
      self = data.elementsEqual("[DONE]".utf8) ? .end : .output
      return
    }
    if Self.greetings.contains(type) {
      self = .greeting
    } else if type == RateLimitEvent.type {
      self = RateLimitEvent.reading(in: data, at: now).map { .limits($0) } ?? .greeting
    } else if Self.ends.contains(type) {
      self = .end
    } else if Self.failures.contains(type) {
      self = Self.failure(in: data, at: now).map { .failure($0) } ?? .end
    } else {
      self = .output
    }
  }

  /// Whether the JSON of a client's message asks for a turn.
  package static func beginsTurn(_ data: ArraySlice<UInt8>) -> Bool {
    TopLevelStrings.values(of: ["type"], in: data)["type"] == "response.create"
  }

  /// Reads an event of which only the beginning is there, because it is too long: it can end a turn, and
  /// is output if it does not.
  package init(beginning data: ArraySlice<UInt8>) {
    let type = TopLevelStrings.values(of: ["type"], in: data)["type"] ?? ""
    self = Self.ends.contains(type) || Self.failures.contains(type) ? .end : .output
  }

  /// The failure in an event; nil if it is the turn's own.
  private static func failure(in data: ArraySlice<UInt8>, at now: Date) -> StreamFailure? {
    guard let value = try? JSONReader.value(in: Array(data)) else { return nil }
    let detail = ErrorDetail(value)
    let status = (value["status"] ?? value["status_code"])?.integer
    let code = detail.codes.first { movable.contains($0) }
    let isAccounts = [401, 402, 403, 429].contains(status) || (500...599).contains(status ?? 0)
    guard code != nil || isAccounts else { return nil }
    let fields = value["headers"]?.members?.compactMap { member in
      member.value.text.map { HTTPField(member.name, $0) }
    }
    let resetsAt =
      detail.resetsAt.flatMap { ResetTime.moment($0, at: now) }
      ?? detail.resetsInSeconds.flatMap { ResetTime.countdown($0, at: now) }
    return StreamFailure(
      status: status, code: code ?? detail.codes.first ?? "", resetsAt: resetsAt,
      headers: fields ?? [])
  }
}
