import CSystem

// What actors of the loop ask of it. Everything here is done on the loop's own thread, and checks that.
extension EventLoop {
  /// Watches a descriptor until `unwatch`.
  ///
  /// - Returns: nil when the system refuses.
  func watch(
    _ descriptor: Int32, for interest: Readiness, handler: @escaping (Readiness) -> Void
  ) -> DescriptorWatch? {
    checkIsolated()
    lastGeneration = lastGeneration == .max ? 1 : lastGeneration + 1
    let watch = DescriptorWatch(
      descriptor: descriptor, generation: lastGeneration, interest: interest, handler: handler)
    guard poller.add(descriptor, interest: interest, token: watch.token) else { return nil }
    watches[descriptor] = watch
    return watch
  }

  /// Watches for something else.
  func change(_ watch: DescriptorWatch, to interest: Readiness) {
    checkIsolated()
    guard watch.interest != interest, watches[watch.descriptor] === watch else { return }
    watch.interest = interest
    poller.change(watch.descriptor, interest: interest, token: watch.token)
  }

  /// No longer watches a descriptor; to be called before it is closed.
  func unwatch(_ watch: DescriptorWatch) {
    checkIsolated()
    guard watches[watch.descriptor] === watch else { return }
    watches[watch.descriptor] = nil
    poller.remove(watch.descriptor)
  }

  /// Arms a timer, or moves it.
  func arm(_ timer: LoopTimer, after delay: Duration) {
    checkIsolated()
    let (seconds, attoseconds) = delay.components
    let nanoseconds = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let delay = nanoseconds.overflow ? Int64.max / 2 : nanoseconds.partialValue
    let deadline = csystem_monotonic_nanoseconds().addingReportingOverflow(
      delay + attoseconds / 1_000_000_000)
    timers.set(timer, to: deadline.overflow ? .max : deadline.partialValue)
  }

  /// Disarms a timer.
  func disarm(_ timer: LoopTimer) {
    checkIsolated()
    timers.remove(timer)
  }

  /// Does something once everything that is ready now has run.
  func atTurnEnd(_ action: @escaping () -> Void) {
    checkIsolated()
    turnEndActions.append(action)
  }

  /// A ticket for the calling task, at the end of a list that someone will wake.
  ///
  /// Taken before the task suspends: every `await` may let others run first, and what they signal in
  /// between must not be missed.
  func enlist(_ tickets: inout [WaitTicket]) -> WaitTicket {
    let ticket = makeTicket()
    tickets.append(ticket)
    return ticket
  }

  /// A ticket that is in no list.
  func makeTicket() -> WaitTicket {
    checkIsolated()
    return WaitTicket()
  }

  /// Suspends the calling task until its ticket is woken, it is cancelled or a time limit passes.
  ///
  /// - Parameters:
  ///   - ticket: The task's own, fresh.
  ///   - limit: How long at most, nil for no limit.
  ///   - isolation: The caller's actor, which is on this loop.
  /// - Returns: Which of them it was.
  func wait(
    for ticket: WaitTicket, limit: Duration? = nil,
    isolation: isolated (any Actor)? = #isolation
  ) async -> WakeReason {
    await withTaskCancellationHandler {
      // Naming the actor keeps this closure on the loop.
      _ = isolation
      return await withCheckedContinuation { hold(ticket, $0, limit: limit) }
    } onCancel: {
      execute { [self] in wake(ticket, .cancelled) }
    }
  }

  /// Suspends the calling task for a time; to be called on the loop.
  ///
  /// - Throws: `CancellationError` when the task is cancelled before.
  package func pause(for duration: Duration) async throws {
    if await wait(for: makeTicket(), limit: duration) == .cancelled { throw CancellationError() }
  }

  /// Lets a suspended task go on; nothing happens if it already does.
  func wake(_ ticket: WaitTicket, _ reason: WakeReason = .signalled) {
    checkIsolated()
    switch ticket.state {
    case .beginning: ticket.state = .woken(reason)
    case .suspended(let continuation, let timer):
      ticket.state = .over
      if let timer { timers.remove(timer) }
      continuation.resume(returning: reason)
    case .woken, .over: return
    }
  }

  private func hold(
    _ ticket: WaitTicket, _ continuation: CheckedContinuation<WakeReason, Never>, limit: Duration?
  ) {
    checkIsolated()
    if case .woken(let reason) = ticket.state {
      ticket.state = .over
      return continuation.resume(returning: reason)
    }
    let timer = limit.map { _ in LoopTimer { [self] in wake(ticket, .timedOut) } }
    if let timer, let limit { arm(timer, after: limit) }
    ticket.state = .suspended(continuation, timer)
  }

  /// Lets everyone of a list go on and empties it.
  func wakeAll(_ tickets: inout [WaitTicket]) {
    let all = exchange(&tickets, with: [])
    for ticket in all { wake(ticket) }
  }
}
