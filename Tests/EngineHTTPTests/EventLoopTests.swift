import EngineCore
import Testing

@testable import EngineHTTP

/// Something that lives on a loop.
private actor Resident {
  private nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  private var tickets: [WaitTicket] = []
  private var fired: [Int] = []
  private var timers: [LoopTimer] = []

  init(_ loop: EventLoop) { self.loop = loop }

  var isOnLoop: Bool { loop.isCurrent }
  var waitingCount: Int { tickets.count }

  func wait(_ limit: Duration? = nil) async -> WakeReason {
    await loop.wait(for: loop.enlist(&tickets), limit: limit)
  }

  func wakeBeforeWaiting() async -> WakeReason {
    let ticket = loop.enlist(&tickets)
    loop.wakeAll(&tickets)
    return await loop.wait(for: ticket)
  }

  func wakeAll() { loop.wakeAll(&tickets) }

  /// Arms timers and returns the order they fired in; nil in `delays` is one that is disarmed again.
  func fire(_ delays: [Duration?]) async -> [Int] {
    for (number, delay) in delays.enumerated() {
      let timer = LoopTimer { [unowned self] in self.note(number) }
      timers.append(timer)
      loop.arm(timer, after: delay ?? .milliseconds(1))
      if delay == nil { loop.disarm(timer) }
    }
    while fired.count < delays.compactMap({ $0 }).count { _ = await wait() }
    return fired
  }

  private func note(_ number: Int) {
    fired.append(number)
    wakeAll()
  }
}

@Suite("EventLoop", .timeLimit(.minutes(1)))
struct EventLoopTests {
  @Test("runs actors and tasks on its one thread", arguments: LoopBackend.allCases)
  func thread(backend: LoopBackend) async throws {
    let loop = try EventLoop(backend: backend)
    let resident = Resident(loop)

    #expect(await resident.isOnLoop)
    #expect(await Task(executorPreference: loop) { loop.isCurrent }.value)
    #expect(!loop.isCurrent)
  }

  @Test("serves work from many tasks at once", arguments: LoopBackend.allCases)
  func manyTasks(backend: LoopBackend) async throws {
    let loop = try EventLoop(backend: backend)
    let resident = Resident(loop)

    let count = await withTaskGroup(of: Bool.self) { group in
      for _ in 1...1000 { group.addTask { await resident.isOnLoop } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(count == 1000)
  }

  @Test("fires timers in the order they are due", arguments: LoopBackend.allCases)
  func timers(backend: LoopBackend) async throws {
    let resident = Resident(try EventLoop(backend: backend))

    let order = await resident.fire([
      .milliseconds(30), .milliseconds(10), nil, .milliseconds(20), .zero,
    ])

    #expect(order == [4, 1, 3, 0])
  }

  @Test("wakes a task for the reason that came first", arguments: LoopBackend.allCases)
  func reasons(backend: LoopBackend) async throws {
    let resident = Resident(try EventLoop(backend: backend))

    #expect(await resident.wait(.milliseconds(1)) == .timedOut)
    #expect(await resident.wakeBeforeWaiting() == .signalled)

    let waiting = Task { await resident.wait(.seconds(60)) }
    await eventually { await resident.waitingCount > 0 }
    await resident.wakeAll()
    #expect(await waiting.value == .signalled)

    let cancelled = Task { await resident.wait() }
    cancelled.cancel()
    #expect(await cancelled.value == .cancelled)
  }

  @Test("keeps timers in order through any changes")
  func heap() {
    var generator = SeededGenerator(state: 7)
    var heap = TimerHeap()
    var timers = (0..<200).map { _ in LoopTimer() }
    for _ in 0..<5000 {
      let timer = timers[Int.random(in: timers.indices, using: &generator)]
      if Bool.random(using: &generator) {
        heap.set(timer, to: .random(in: 0...1000, using: &generator))
      } else {
        heap.remove(timer)
      }
      let armed = timers.filter { $0.place != nil }
      #expect(heap.next?.deadline == armed.map(\.deadline).min())
    }
    var last: Int64 = -1
    while let timer = heap.next {
      #expect(timer.deadline >= last)
      last = timer.deadline
      heap.remove(timer)
    }
    timers.removeAll { $0.place == nil }
    #expect(timers.isEmpty)
  }
}

private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
