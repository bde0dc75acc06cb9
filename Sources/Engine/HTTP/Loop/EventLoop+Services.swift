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

  /// Suspends the calling task until `wake`, its cancellation or a time limit.
  ///
  /// - Parameters:
  ///   - limit: How long at most, nil for ever.
  ///   - isolation: The caller's actor, which is on this loop.
  ///   - register: Keeps the ticket where the one who wakes will find it.
  /// - Returns: Which of them it was.
  func suspend(
    limit: Duration? = nil, isolation: isolated (any Actor)? = #isolation,
    register: (WaitTicket) -> Void
  ) async -> WakeReason {
    checkIsolated()
    lastTicket += 1
    let ticket = WaitTicket(id: lastTicket)
    register(ticket)
    return await withTaskCancellationHandler {
      // Naming the actor keeps this closure on the loop: the ticket must be in the table before
      // anything else runs there.
      _ = isolation
      return await withCheckedContinuation { continuation in
        checkIsolated()
        var timer: LoopTimer?
        if let limit {
          let limiter = LoopTimer { [self] in wake(ticket, .timedOut) }
          arm(limiter, after: limit)
          timer = limiter
        }
        waits[ticket.id] = (continuation, timer)
      }
    } onCancel: {
      // The ticket may not be in the table yet; this runs later, when it is.
      execute { [self] in wake(ticket, .cancelled) }
    }
  }

  /// Lets a suspended task go on; nothing happens if it already does.
  func wake(_ ticket: WaitTicket, _ reason: WakeReason = .signalled) {
    checkIsolated()
    guard let wait = waits.removeValue(forKey: ticket.id) else { return }
    if let timer = wait.timer { timers.remove(timer) }
    wait.continuation.resume(returning: reason)
  }

  /// Lets everybody of a list go on and empties it.
  func wakeAll(_ tickets: inout [WaitTicket]) {
    let all = exchange(&tickets, with: [])
    for ticket in all { wake(ticket) }
  }
}
