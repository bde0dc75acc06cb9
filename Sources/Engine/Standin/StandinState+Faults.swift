import EngineCore

extension StandinState {
  /// The answer that a fault makes of a request.
  mutating func answer(to visit: Visit, with fault: Fault) -> StandinAnswer {
    switch fault {
    case .normal: return normalAnswer(to: visit)
    case .status(let status, let body):
      guard let body else {
        return .failure(status, code: "scripted", message: "The script says \(status).")
      }
      return .text(body, type: "application/json", status: status)
    case .unauthorized: return Self.answer(to: .revoked)
    case .usageLimit(let seconds): return scriptedLimit(visit, seconds: seconds)
    case .slowDown(let seconds):
      return .failure(
        429, code: "rate_limit_exceeded", message: "Too many requests.",
        headers: seconds.map { [HTTPField("retry-after", "\($0)")] } ?? [])
    case .hang: return StandinAnswer(504, beforeHead: [.hang])
    case .drop: return StandinAnswer(502, beforeHead: [.cut])
    case .delay(let milliseconds):
      var answer = normalAnswer(to: visit)
      answer.beforeHead = [.pause(milliseconds: milliseconds)]
      return answer
    case .drip, .stall, .cut: return shapedAnswer(to: visit, fault)
    case .failureEvent(let code):
      return EventStream.failure(
        code, id: visit.responseID, plan: plan(of: visit),
        resetsAt: visit.now.addingTimeInterval(3_600))
    case .malformed:
      return visit.endpoint == .responses
        ? EventStream.nonsense : .text("{\"plan_type\": \"pl", type: "application/json")
    case .huge(let bytes):
      return StandinAnswer(
        200, headers: [HTTPField("content-type", "application/json")],
        body: [.bytes(Data(repeating: UInt8(ascii: " "), count: max(0, bytes)))])
    case .refreshRefused(let code):
      return .failure(401, code: code, message: "The refresh token is not accepted.")
    }
  }

  private mutating func shapedAnswer(to visit: Visit, _ fault: Fault) -> StandinAnswer {
    let shape = ReplyShape(fault) ?? ReplyShape()
    var answer = normalAnswer(to: visit, shape: shape)
    let isStream = visit.endpoint == .responses && answer.status == 200
    if !isStream { answer.body = shape.steps(of: answer.bodyData) }
    return answer
  }

  private func scriptedLimit(_ visit: Visit, seconds: Int) -> StandinAnswer {
    let account = visit.account.flatMap { records[$0] }
    let record = account ?? AccountRecord(StandinAccount("nobody"), at: visit.now)
    return Self.usageLimit(
      record, resetsAt: visit.now.addingTimeInterval(Double(seconds)), now: visit.now)
  }

  private func plan(of visit: Visit) -> String {
    visit.account.flatMap { records[$0]?.account.plan } ?? "plus"
  }
}
