import EngineCore
import TestSupport
import Testing

@testable import CLI
@testable import Engine

@Suite("Watching and waiting")
struct WatchTests {
  @Test("a watch draws over its own lines and ends with 130 on Ctrl-C")
  func watch() async throws {
    let second = FleetSnapshot(
      takenAt: .fixed + 2, accounts: Array([AccountSnapshot].seven.prefix(2)))
    let fleet = ScriptedFleet(
      .init(snapshots: [FleetSnapshot(takenAt: .fixed, accounts: .seven), second]))
    let interrupt = AsyncStream<Void>.makeStream()
    let rig = try Rig(fleet, terminal: true, variables: ["NO_COLOR": "1"]) {
      for await _ in interrupt.stream { return true }
      return false
    }

    async let outcome = rig.run("status", "--watch")
    await rig.time.waitForSleepers(1)
    let first = rig.written
    rig.time.advance(by: .seconds(2))
    await rig.time.waitForSleepers(1)
    let frames = rig.written.dropFirst(first.count)
    interrupt.continuation.yield()

    #expect(first.hasSuffix("\u{1B}[K\n\u{1B}[J"))
    #expect(first.split(separator: "\n").count == 14)
    #expect(frames.hasPrefix("\u{1B}[13A\r POOL"))
    #expect(!rig.written.contains("\u{1B}[?1049h"))
    #expect(await outcome.status == 130)
  }

  @Test("a watch into a file writes again only when something changed")
  func watchIntoFile() async throws {
    let rig = try Rig()
    let task = Task { await rig.run("status", "--watch", "--plain") }

    for _ in 0..<3 {
      await rig.time.waitForSleepers(1)
      rig.time.advance(by: .seconds(2))
    }
    await rig.time.waitForSleepers(1)
    let written = rig.written
    task.cancel()

    #expect(written.split(separator: "\n").filter { $0.hasPrefix("Pool") }.count == 1)
    #expect(await task.value.status == 130)
  }

  @Test("a region cuts to the height of the terminal and forgets nothing it drew")
  func region() {
    var region = LiveRegion()

    #expect(region.frame(["a", "b", "c"], rows: 3) == "a\u{1B}[K\nb\u{1B}[K\n\u{1B}[J")
    #expect(region.frame(["d"], rows: 3) == "\u{1B}[2A\rd\u{1B}[K\n\u{1B}[J")
    #expect(region.frame([], rows: nil) == "\u{1B}[1A\r\u{1B}[J")
  }

  @Test("what takes long shows a spinner after 200 ms and takes it away again")
  func progress() async throws {
    let rig = try Rig(terminal: true)
    let invocation = try Self.invocation(rig)
    let gate = AsyncStream<Void>.makeStream()

    async let result = Progress("reading quotas", in: invocation).during {
      for await _ in gate.stream { break }
      return 7
    }
    await rig.time.waitForSleepers(1)
    let before = rig.said
    rig.time.advance(by: .milliseconds(200))
    await rig.time.waitForSleepers(1)
    let during = rig.said
    gate.continuation.yield()

    #expect(try await result == 7)
    #expect(before == "")
    #expect(during == "\r⠋ reading quotas\u{1B}[K")
    #expect(rig.said == during + "\r\u{1B}[K")
  }

  @Test("what is fast, or not watched by anyone, shows nothing")
  func quietProgress() async throws {
    let fast = try Rig(terminal: true)
    let piped = try Rig(terminal: false)

    #expect(try await Progress("x", in: Self.invocation(fast)).during { 1 } == 1)
    #expect(try await Progress("x", in: Self.invocation(piped)).during { 2 } == 2)

    #expect(fast.said == "")
    #expect(piped.said == "")
  }

  @Test("what fails under a spinner fails as itself")
  func failingProgress() async throws {
    let invocation = try Self.invocation(Rig(terminal: true))

    await #expect(throws: FleetError.noAccounts) {
      try await Progress("x", in: invocation).during { throw FleetError.noAccounts }
    }
  }

  @Test("events are followed from the last one on")
  func follow() async throws {
    let new = EngineEvent(number: 44, at: .fixed, kind: .warning, message: "later")
    let fleet = ScriptedFleet(.init(events: [.some, [], [new]]))
    let rig = try Rig(fleet)
    let task = Task { await rig.run("events", "-f", "--json") }

    for _ in 0..<2 {
      await rig.time.waitForSleepers(1)
      rig.time.advance(by: .seconds(1))
    }
    await rig.time.waitForSleepers(1)
    let lines = rig.written.split(separator: "\n")
    task.cancel()
    _ = await task.value

    #expect(fleet.calls.prefix(3) == ["events - 50", "events 43 1000", "events 43 1000"])
    #expect(lines.count == 4)
    #expect(
      lines[3]
        == #"{"schema_version":1,"event":{"number":44,"at":"2026-11-20T14:32:07Z","kind":"warning","label":null,"run":null,"message":"later","move":null}}"#
    )
  }

  private static func invocation(_ rig: Rig) throws -> Invocation {
    var parser = ArgumentParser(["status"], root: CommandCatalogue.root)
    return Invocation(
      command: try parser.parse(), environment: rig.environment, root: CommandCatalogue.root)
  }
}
