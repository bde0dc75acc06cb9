import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Cooldowns, outage, budget, waiting")
struct DecidingPartsTests {
  private let one = AccountID("one")

  @Test("rests last 5 s, double up to 60 s, and are forgiven by a success")
  func doubling() {
    var cooldowns = Cooldowns()
    var now = Duration.zero
    var lengths: [Duration] = []
    for _ in 0..<6 {
      cooldowns.begin(one, at: now)
      let until = cooldowns.rest(of: one, at: now)?.until ?? now
      lengths.append(until - now)
      now = until
    }
    cooldowns.forgive(one)
    cooldowns.begin(one, at: now)

    #expect(lengths == [5, 10, 20, 40, 60, 60].map { .seconds($0) })
    #expect(cooldowns.rest(of: one, at: now)?.until == now + .seconds(5))
  }

  @Test("failures of requests that were under way together count once")
  func together() {
    var cooldowns = Cooldowns()
    for _ in 0..<20 { cooldowns.begin(one, at: .seconds(1)) }

    #expect(cooldowns.rest(of: one, at: .seconds(1))?.count == 1)
    #expect(cooldowns.rest(of: one, at: .seconds(6)) == nil)
  }

  @Test("a rest that the server asked for is believed for a minute at most")
  func asked() {
    var cooldowns = Cooldowns()
    cooldowns.begin(one, asked: .seconds(86_400), at: .zero)

    #expect(cooldowns.rest(of: one, at: .zero)?.until == .seconds(60))
  }

  @Test("rests go to other processes by the wall clock and come back bounded")
  func exchanged() {
    var first = Cooldowns()
    first.begin(one, at: .zero)
    var second = Cooldowns()
    second.restore(
      [one: start + 5, AccountID("far"): start + 9e9, AccountID("past"): start - 1], at: moment())

    #expect(first.ends(at: moment()) == [one: start + 5])
    #expect(second.ends(at: moment()) == [one: start + 5, AccountID("far"): start + 60])
  }

  @Test("three accounts failing alike within ten seconds mean that the backend is down")
  func outage() {
    var outage = Outage()
    let fault = ServerFault.status(502)
    let found = [("a", 0.0), ("a", 1), ("b", 5), ("c", 9)].map { name, second in
      outage.note(fault, on: AccountID(name), at: moment(second).uptime).count
    }

    #expect(found == [0, 0, 0, 3])
    #expect(outage.isDown(.status(500), at: .seconds(19)))
    #expect(!outage.isDown(fault, at: .seconds(20)))
    #expect(!outage.isDown(.timedOut, at: .seconds(9)))
  }

  @Test("three accounts failing over a longer time, or each in its own way, are no outage")
  func noOutage() {
    var outage = Outage()
    let slow = [("a", 0), ("b", 6), ("c", 12)].map { name, second in
      outage.note(.timedOut, on: AccountID(name), at: .seconds(second)).count
    }
    let mixed = [ServerFault.closed, .overloaded, .unreachable].enumerated().map { number, fault in
      outage.note(fault, on: AccountID("\(number)"), at: .seconds(12)).count
    }

    #expect(slow + mixed == [0, 0, 0, 0, 0, 0])
  }

  @Test("a success ends an outage")
  func outageEnds() {
    var outage = Outage()
    for name in ["a", "b", "c"] { _ = outage.note(.closed, on: AccountID(name), at: .zero) }
    outage.end()

    #expect(!outage.isDown(.closed, at: .zero))
  }

  @Test("a request is worth four tries within a minute")
  func budget() {
    var budget = Budget(startedAt: .seconds(10))
    let byTime = [69.999, 70].map { budget.allows(at: moment($0).uptime) }
    let withPause = budget.allows(after: .seconds(5), at: .seconds(66))
    var byTries: [Bool] = []
    for _ in 0..<5 {
      byTries.append(budget.allows(at: .seconds(10)))
      budget.spendTry()
    }

    #expect(byTime == [true, false])
    #expect(!withPause)
    #expect(byTries == [true, true, true, true, false])
  }

  @Test("who waits keeps its place, and may leave")
  func queue() {
    var queue = WaitQueue()
    for number in [3, 1, 2, 3] { queue.join(RequestNumber(UInt64(number))) }
    queue.leave(RequestNumber(1))

    #expect(queue.requests == [3, 2].map { RequestNumber($0) })
  }

  @Test("pauses between tries double and are spread by chance, never over two seconds and a half")
  func pauses() {
    let pauses = [(2, 0.0), (2, 0.5), (2, 1), (3, 0.5), (4, 0.5), (40, 9)].map {
      Tried.pause(beforeTry: $0, jitter: $1)
    }

    #expect(pauses == [50, 100, 150, 200, 400, 2_400].map { .milliseconds($0) })
  }
}
