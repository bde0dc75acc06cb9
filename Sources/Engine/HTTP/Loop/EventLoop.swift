import CSystem
import EngineCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One thread that waits for sockets and timers and runs the tasks that use them.
///
/// It is both an executor for actors and for tasks: a task that prefers it
/// (`Task(executorPreference: loop)`) and the actors on it share the thread, so that an `await` between
/// them costs no change of thread. The thread starts with the first work and ends a second after the
/// last; nothing has to be stopped.
///
/// `@unchecked Sendable`: everything mutable except the inbox, which has a lock, is touched by the
/// loop's thread alone, and each of those functions checks that. There is one thread at a time, and a
/// later one begins after the former left the lock for the last time.
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
  /// How it learns that descriptors are ready.
  let backend: LoopBackend

  private let inbox = Mutex(LoopInbox())
  private let wakerEnds: (read: Int32, write: Int32)
  let poller: any Poller
  private var jobs: [LoopWork] = []
  // What runs now; it and the jobs that come meanwhile change places, and keep their room.
  private var round: [LoopWork] = []
  var turnEndActions: [() -> Void] = []
  var timers = TimerHeap()
  var watches: [Int32: DescriptorWatch] = [:]
  var lastGeneration: UInt32 = 0

  /// Room for one read, shared by all connections of the loop.
  let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  // How long a thread without any work, timer or descriptor stays.
  private static let lingerMilliseconds: Int32 = 1000
  // How many rounds of jobs run before sockets are looked at again, so that neither starves.
  private static let roundsPerTurn = 32

  /// A loop; its thread starts with the first work.
  ///
  /// - Throws: `HTTPServerError.noEventLoop` when the system refuses descriptors.
  package init(backend: LoopBackend = .native) throws(HTTPServerError) {
    var ends: [Int32] = [-1, -1]
    guard let poller = backend.makePoller() else {
      throw .noEventLoop(reason: SystemReason.text(errno))
    }
    let result = csystem_waker_open(&ends)
    guard result == 0 else { throw .noEventLoop(reason: SystemReason.text(-result)) }
    self.backend = backend
    self.poller = poller
    wakerEnds = (ends[0], ends[1])
    // Token 0 names the waker: generations of watches begin with 1.
    _ = poller.add(wakerEnds.read, interest: .readable, token: 0)
  }

  deinit {
    close(wakerEnds.read)
    if wakerEnds.write != wakerEnds.read { close(wakerEnds.write) }
    scratch.deallocate()
  }

  // MARK: - From any thread

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    guard isCurrent else { return post(.job(job)) }
    jobs.append(.job(job))
  }

  /// Runs an action on the loop's thread, later.
  package func execute(_ action: @escaping @Sendable () -> Void) {
    guard isCurrent else { return post(.action(action)) }
    jobs.append(.action(action))
  }

  /// Whether the caller runs on the loop's thread.
  var isCurrent: Bool {
    csystem_thread_mark() == UnsafeMutableRawPointer(Unmanaged.passUnretained(self).toOpaque())
  }

  package func checkIsolated() {
    precondition(isCurrent, "Only the loop's own thread may do this.")
  }

  package func isIsolatingCurrentContext() -> Bool? { isCurrent }

  private func post(_ work: LoopWork) {
    let (mustStart, mustWake) = inbox.withLock { inbox in
      inbox.work.append(work)
      let former = (!inbox.isRunning, inbox.isWaiting)
      inbox.isRunning = true
      inbox.isWaiting = false
      return former
    }
    if mustStart { startThread() }
    if mustWake { csystem_waker_wake(wakerEnds.write) }
  }

  private func startThread() {
    let context = Unmanaged.passRetained(self).toOpaque()
    let result = csystem_start_thread(
      { context in
        guard let context else { return }
        let loop = Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue()
        csystem_set_thread_mark(context)
        loop.run()
        csystem_set_thread_mark(nil)
      }, context)
    precondition(result == 0, "Cannot create a thread: \(SystemReason.text(-result)).")
  }

  // MARK: - The turn

  private func run() {
    var isNeeded = true
    while isNeeded {
      runWork()
      let events = poller.wait(milliseconds: waitTime())
      for event in events { deliver(event) }
      fireTimers()
      isNeeded = !events.isEmpty || mayStay()
    }
  }

  private func runWork() {
    for _ in 0..<Self.roundsPerTurn {
      swap(&jobs, &round)
      inbox.withLock { inbox in
        inbox.isWaiting = false
        round += inbox.work
        inbox.work.removeAll(keepingCapacity: true)
      }
      if round.isEmpty {
        guard endTurn() else { return }
        continue
      }
      for work in round {
        switch work {
        case .job(let job):
          job.runSynchronously(
            isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        case .action(let action): action()
        }
      }
      round.removeAll(keepingCapacity: true)
    }
    _ = endTurn()
  }

  // Returns whether there was something to do.
  private func endTurn() -> Bool {
    let actions = exchange(&turnEndActions, with: [])
    for action in actions { action() }
    return !actions.isEmpty
  }

  // In milliseconds; negative: forever.
  private func waitTime() -> Int32 {
    let isQuiet = inbox.withLock { inbox in
      inbox.isWaiting = inbox.work.isEmpty && jobs.isEmpty && turnEndActions.isEmpty
      return inbox.isWaiting
    }
    guard isQuiet else { return 0 }
    guard let next = timers.next else { return watches.isEmpty ? Self.lingerMilliseconds : -1 }
    let nanoseconds = max(0, next.deadline - csystem_monotonic_nanoseconds())
    // Rounded up: a wait that ends just before the deadline would turn in circles.
    return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
  }

  private func deliver(_ event: csystem_event) {
    if event.token == 0 { return csystem_waker_clear(wakerEnds.read) }
    let descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: event.token))
    guard let watch = watches[descriptor], watch.token == event.token else { return }
    watch.handler(Readiness(rawValue: event.readiness))
  }

  private func fireTimers() {
    let now = csystem_monotonic_nanoseconds()
    while let timer = timers.next, timer.deadline <= now {
      timers.remove(timer)
      timer.action()
    }
  }

  private func mayStay() -> Bool {
    guard watches.isEmpty, timers.next == nil, jobs.isEmpty, turnEndActions.isEmpty else {
      return true
    }
    return inbox.withLock { inbox in
      // Still marked as waiting after a wait without events: the linger passed and no one came.
      guard inbox.work.isEmpty, inbox.isWaiting else { return true }
      inbox.isRunning = false
      inbox.isWaiting = false
      return false
    }
  }
}

/// What other threads leave for a loop.
struct LoopInbox {
  /// Jobs and actions, in the order they came.
  var work: [LoopWork] = []
  /// Whether the thread runs.
  var isRunning = false
  /// Whether the thread waits, or is about to, and must be woken for new work.
  var isWaiting = false
}

/// One piece of work for the loop's thread.
enum LoopWork: Sendable {
  /// A task's next part.
  case job(UnownedJob)
  /// Something to do.
  case action(@Sendable () -> Void)
}

/// One suspended task of a loop, or one that is about to suspend.
///
/// `@unchecked Sendable`: its state is touched on the loop's thread alone, by functions that check that.
final class WaitTicket: @unchecked Sendable {
  /// Where the task stands; only the loop changes it.
  var state = LoopWait.beginning
}

/// A task that waits on a loop.
enum LoopWait {
  /// It has its ticket and is about to suspend.
  case beginning
  /// It is suspended; the timer limits how long.
  case suspended(CheckedContinuation<WakeReason, Never>, LoopTimer?)
  /// It was woken before it suspended.
  case woken(WakeReason)
  /// It goes on.
  case over
}

/// Why a task that was suspended on the loop goes on.
enum WakeReason: Hashable, Sendable {
  /// What it waited for happened.
  case signalled
  /// Its task was cancelled.
  case cancelled
  /// Its time limit passed.
  case timedOut
}

/// One watched descriptor. Belongs to the loop's thread.
final class DescriptorWatch {
  let descriptor: Int32
  /// Distinguishes this watch from an earlier one of the same number, whose events may still come.
  let generation: UInt32
  /// What is waited for.
  var interest: Readiness
  /// Called with what the descriptor is ready for. `.ended` comes unasked when a connection fails; the
  /// handler then ends the watch, or it is called again at once.
  let handler: (Readiness) -> Void

  init(
    descriptor: Int32, generation: UInt32, interest: Readiness,
    handler: @escaping (Readiness) -> Void
  ) {
    self.descriptor = descriptor
    self.generation = generation
    self.interest = interest
    self.handler = handler
  }

  /// What the poller hands back with an event.
  var token: UInt64 { UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor)) }
}
