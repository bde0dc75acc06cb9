import EngineCore
import Synchronization

/// The requests that wait for an answer. Every way out of a request takes it off the table.
final class AppServerCalls: Sendable {
  typealias Answer = Result<JSONValue, AppServerError>

  private struct Call {
    let method: String
    let answer: CheckedContinuation<Answer, Never>
    let work: Task<Void, Never>
  }

  private struct State {
    var nextID = 1
    var waiting: [Int: Call] = [:]
    var hasEnded = false
  }

  private let state = Mutex(State())

  /// How many requests wait now.
  var count: Int { state.withLock { $0.waiting.count } }

  /// A number for the next request.
  func number() -> Int {
    state.withLock { state in
      defer { state.nextID += 1 }
      return state.nextID
    }
  }

  /// Puts a request on the table together with `work`, which sends it and watches the clock; the answer
  /// ends it. A request after the end, or of a cancelled task, is answered at once.
  func wait(
    _ id: Int, _ method: String, _ answer: CheckedContinuation<Answer, Never>,
    work: () -> Task<Void, Never>
  ) {
    let refusal = state.withLock { state -> AppServerError? in
      if state.hasEnded { return .ended(method: method) }
      if Task.isCancelled { return .cancelled }
      // Started under the lock: an answer can only come to a call that knows its work.
      state.waiting[id] = Call(method: method, answer: answer, work: work())
      return nil
    }
    if let refusal { answer.resume(returning: .failure(refusal)) }
  }

  /// Answers a request; one that is no longer on the table is passed over.
  func answer(_ id: Int, _ result: (_ method: String) -> Answer) {
    guard let call = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { return }
    call.work.cancel()
    call.answer.resume(returning: result(call.method))
  }

  /// Answers everything that still waits: the other side is gone.
  func end() {
    let calls = state.withLock { state in
      state.hasEnded = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for call in calls {
      call.work.cancel()
      call.answer.resume(returning: .failure(.ended(method: call.method)))
    }
  }
}
