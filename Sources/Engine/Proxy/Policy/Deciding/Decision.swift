/// What to do next with a request, and why.
package struct Decision: Hashable, Sendable {
  /// What to do.
  package enum Step: Hashable, Sendable {
    /// Send it to an account.
    case send(Attempt)
    /// Keep it until an account frees up.
    case wait
    /// Give the client the upstream's answer as it comes, or go on doing so.
    case stream
    /// Give the client the upstream's own answer, with another status where one is given.
    case passThrough(status: Int?)
    /// Answer without an upstream.
    case answer(LocalAnswer)
    /// End a stream that has begun with an error event, so that codex asks again.
    case endStream
    /// Swallow the frame and close the WebSocket without one: codex asks again, with everything.
    case closeSocket
    /// It is over.
    case finish
    /// Nobody waits for it any more: end the upstream's part at once.
    case cancel
  }

  /// What to do.
  package let step: Step
  /// Why: one sentence for the event log, without a secret.
  package let reason: String
  /// What made it necessary: a clause for people without a full stop; the reason's own where it says no more.
  package let cause: String

  /// A decision of its parts.
  package init(_ step: Step, because reason: String, cause: String? = nil) {
    self.step = step
    self.reason = reason
    // By bytes: every request is decided about several times.
    let isSentence = reason.utf8.last == UInt8(ascii: ".")
    self.cause = cause ?? (isSentence ? String(Substring(reason.utf8.dropLast())) : reason)
  }

  /// Whether nothing more follows for this request.
  package var isFinal: Bool {
    switch step {
    case .send, .wait, .stream: false
    case .passThrough, .answer, .endStream, .closeSocket, .finish, .cancel: true
    }
  }
}
