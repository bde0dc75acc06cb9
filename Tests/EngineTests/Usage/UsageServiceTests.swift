import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("UsageService")
struct UsageServiceTests {
  private let limit = Duration.seconds(2)

  @Test("a reading is asked for with the account's token under swop's own name, kept and told")
  func reads() async throws {
    let world = try UsageWorld { .success($0.asksForRouting ? .routing() : .quota()) }
    let work = try Account.labelled("work")

    let outcome = await world.service().read(work, limit: limit)

    #expect(outcome == .read(quotaReading()))
    #expect(try world.database.readings() == [work.id: StoredReading(reading: quotaReading())])
    #expect(world.events.events.map(\.message) == ["Quota read: 5h 64% left, week 71% left."])
    #expect(world.told == [.readingTaken])
    #expect(
      world.asked == [
        "https://chatgpt.com/backend-api/wham/accounts/check",
        "https://chatgpt.com/backend-api/wham/usage",
      ])
    for request in world.transport.requests {
      #expect(request.method == "GET")
      #expect(request.limit == limit)
      #expect(
        request.headers.reveal() == [
          HTTPField("Authorization", "Bearer token-1"), HTTPField("User-Agent", "swop/1.2.3"),
          HTTPField("Accept", "application/json"), HTTPField("ChatGPT-Account-Id", "chatgpt-id"),
        ])
    }
  }

  @Test("history grows with every reading")
  func history() async throws {
    let used = Mutex(10.0)
    let world = try UsageWorld { request in
      .success(request.asksForRouting ? .routing() : .quota(used: used.withLock { $0 }))
    }
    let work = try Account.labelled("work")
    let service = world.service()

    _ = await service.read(work, limit: limit)
    used.withLock { $0 = 40 }
    world.time.advance(by: .seconds(3_600))
    _ = await service.read(work, limit: limit)

    let samples = try world.database.history(
      of: work.id, windowSeconds: 604_800, since: .distantPast)
    #expect(samples.map(\.leftPercent) == [90, 60])
  }

  @Test("all accounts are read at once, API keys not at all")
  func parallel() async throws {
    let gate = Gate()
    let world = try UsageWorld(behind: gate)
    let accounts = try ["a", "b", "c"].map { try Account.labelled($0) }
    var key = try Account.labelled("key")
    key.identity = .apiKey(fingerprint: "00")
    let service = world.service()

    async let outcomes = service.read(accounts + [key], limit: limit)
    await gate.waitForWaiters(3)
    gate.open()

    #expect(
      await outcomes
        == Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, .read(quotaReading())) }))
  }

  @Test("an API key is never sent to the ChatGPT backend")
  func apiKey() async throws {
    let world = try UsageWorld { _ in .success(.quota()) }
    var key = try Account.labelled("key")
    key.identity = .apiKey(fingerprint: "00")

    let outcome = await world.service().read(key, limit: limit)

    #expect(outcome.failure?.code == "unreadable")
    #expect(world.asked == [])
    #expect(world.told == [])
  }

  @Test("one account is asked for once, however many wait for it in one process")
  func oneRequest() async throws {
    let gate = Gate()
    let world = try UsageWorld(behind: gate)
    let work = try Account.labelled("work")
    let service = world.service()

    async let first = service.read(work, limit: limit)
    await gate.waitForWaiters(1)
    async let second = service.read(work, limit: limit)
    // Both wait for their limit once both have joined.
    await world.time.waitForSleepers(2)
    gate.open()

    #expect(await [first, second] == [.read(quotaReading()), .read(quotaReading())])
    #expect(world.asked.filter { $0.hasSuffix("/wham/usage") }.count == 1)
  }

  @Test("a second process waits for the first and takes its reading from the store")
  func twoProcesses() async throws {
    let gate = Gate()
    let world = try UsageWorld(behind: gate)
    let work = try Account.labelled("work")

    async let first = world.service().read(work, limit: limit)
    await gate.waitForWaiters(1)
    async let second = world.service().read(work, limit: limit)
    // Two limits and one wait for the lock.
    await world.time.waitForSleepers(3)
    gate.open()
    #expect(await first == .read(quotaReading()))
    world.time.advance(by: .milliseconds(50))

    #expect(await second == .read(quotaReading()))
    #expect(world.asked.filter { $0.hasSuffix("/wham/usage") }.count == 1)
  }

  @Test("a second process takes a failure of the first as its own")
  func twoProcessesFailing() async throws {
    let gate = Gate()
    let world = try UsageWorld(behind: gate, .json("{}", status: 500))
    let work = try Account.labelled("work")

    async let first = world.service().read(work, limit: limit)
    await gate.waitForWaiters(1)
    async let second = world.service().read(work, limit: limit)
    await world.time.waitForSleepers(3)
    gate.open()
    let failure = await first
    world.time.advance(by: .milliseconds(50))

    #expect(failure.failure?.code == "server")
    #expect(await second == failure)
    #expect(world.asked.filter { $0.hasSuffix("/wham/usage") }.count == 1)
  }

  @Test("no one waits longer than they said, and the late reading is kept all the same")
  func limited() async throws {
    let gate = Gate()
    let world = try UsageWorld(behind: gate)
    let work = try Account.labelled("work")
    let service = world.service()

    async let early = service.read(work, limit: limit)
    await gate.waitForWaiters(1)
    await world.time.waitForSleepers(1)
    world.time.advance(by: limit)
    let tooLate = ReadingError.timedOut(label: "work", seconds: 2).report
    #expect(await early == .failed(tooLate, retryAt: nil))
    #expect(try world.database.readings()[work.id]?.failure == tooLate)

    async let late = service.read(work, limit: .seconds(30))
    await world.time.waitForSleepers(1)
    gate.open()
    #expect(await late == .read(quotaReading(after: 2)))
    #expect(try world.database.readings()[work.id]?.reading == quotaReading(after: 2))
  }

  @Test("stopping ends what is under way without calling it a failure")
  func stopping() async throws {
    let gate = Gate()
    let world = try UsageWorld { _ in
      await gate.wait()
      return .failure(.cancelled)
    }
    let work = try Account.labelled("work")
    let service = world.service()

    async let outcome = service.read(work, limit: limit)
    await gate.waitForWaiters(1)
    async let stopped: Void = service.stop()
    gate.open()
    await stopped

    #expect(await outcome == .cancelled)
    #expect(world.told == [])
    #expect(try world.database.readings() == [:])
  }
}
