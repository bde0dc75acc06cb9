package import EngineCore
import Synchronization

/// A clock that moves when a test says so.
package final class ManualTimeSource: TimeSource {
  private struct Sleeper {
    let id: Int
    let deadline: Date
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Waiter {
    let id: Int
    let isMet: @Sendable ([Date]) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Date
    var uptime: Duration = .zero
    var nextID = 0
    var sleepers: [Sleeper] = []
    var waiters: [Waiter] = []

    /// Takes out those whose moment has come.
    mutating func readyWaiters() -> [Waiter] {
      let ready = waiters.filter { $0.isMet(sleepers.map(\.deadline)) }
      waiters.removeAll { $0.isMet(sleepers.map(\.deadline)) }
      return ready
    }
  }

  private let state: Mutex<State>

  /// A clock that stands at `now`.
  package init(_ now: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
    state = Mutex(State(now: now))
  }

  package func now() -> Date { state.withLock { $0.now } }

  package func uptime() -> Duration { state.withLock { $0.uptime } }

  package func sleep(for duration: Duration) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let ready = state.withLock { state -> [Waiter] in
          let deadline = state.now + duration.seconds
          guard !Task.isCancelled, deadline > state.now else {
            continuation.resume(
              with: Task.isCancelled ? .failure(CancellationError()) : .success(()))
            return []
          }
          state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
          return state.readyWaiters()
        }
        for waiter in ready { waiter.continuation.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves time forward and wakes anyone who waited for a moment up to then.
  package func advance(by duration: Duration) {
    let due = state.withLock { state -> [Sleeper] in
      state.now += duration.seconds
      state.uptime += duration
      let now = state.now
      let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
      state.sleepers.removeAll { $0.deadline <= now }
      return due
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Returns once `count` tasks wait on this clock.
  package func waitForSleepers(_ count: Int) async {
    await wait { $0.count >= count }
  }

  /// Returns once a task waits for a moment at most `duration` ahead, or when it is cancelled itself.
  package func waitForSleeper(within duration: Duration) async {
    let limit = now() + duration.seconds
    await wait { $0.contains { $0 <= limit } }
  }

  private func wait(until isMet: @escaping @Sendable ([Date]) -> Bool) async {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        enlist(Waiter(id: id, isMet: isMet, continuation: continuation))
      }
    } onCancel: {
      dismiss(id)
    }
  }

  private func enlist(_ waiter: Waiter) {
    let isCancelled = Task.isCancelled
    let ready: [Waiter] = state.withLock { state in
      guard !isCancelled else { return [waiter] }
      state.waiters.append(waiter)
      return state.readyWaiters()
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  private func dismiss(_ id: Int) {
    let waiter: Waiter? = state.withLock { state in
      guard let place = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiters.remove(at: place)
    }
    waiter?.continuation.resume()
  }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
