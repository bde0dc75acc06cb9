import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

/// Many clients, a backend that fails in every way it can and is killed now and then, clients that leave,
/// read slowly, stop in the middle or send nonsense, over real sockets. A few hundred requests; with
/// `SWOP_SOAK=1` (make soak) for four minutes and with a thousand streams.
@Suite("The proxy under bad weather", .timeLimit(.minutes(8)), .serialized)
struct WeatherTests {
  private static let isSoak = ProcessInfo.processInfo.environment["SWOP_SOAK"] == "1"
  private static let names = ["first", "second", "third", "fourth"]

  /// An account whose quota does not run out however long this takes.
  private static let endless: @Sendable (inout StandinAccount) -> Void = { $0.stepPercent = 0 }

  @Test("everyone is answered, nothing stays open, and nothing leaks")
  func weather() async throws {
    var settings = ProxySettings()
    settings.limits.connect = .seconds(2)
    settings.limits.head = .milliseconds(500)
    settings.limits.stall = .milliseconds(500)
    try await RelayScene.serve(Self.names, settings: settings, change: Self.endless) { scene in
      let start = scene.time.uptime()
      let length = Duration.seconds(Self.isSoak ? 240 : 0)
      var backend = scene.server
      var total = Storm.Tally()
      var used: [(descriptors: Int, megabytes: Int)] = []
      var early: Int?
      repeat {
        let storm = Storm(scene: scene, round: used.count + 1)
        await calm(scene)
        await storm.script(Self.names)
        async let tally = storm.run()
        if storm.round % 3 == 0 { backend = try await killed(backend, scene.time) }
        total.add(await tally)
        await scene.server.standin.update { state, _ in state.clearLog() }
        used.append((try openDescriptors(), try ProcessMemory.residentMegabytes()))
        if early == nil, scene.time.uptime() - start > length / 4 { early = used.count - 1 }
      } while used.count < 4 || scene.time.uptime() - start < length

      await calm(scene)
      #expect(total.lost == 0)
      #expect(total.answered + total.left == used.count * Storm.clients)
      #expect(await scene.settles { $0.activeStreams == 0 && $0.waiting == 0 })
      let (first, last) = (try #require(early.map { used[$0] }), try #require(used.last))
      // Other tests of this process have descriptors and memory, too; the long form runs alone.
      if !Self.isSoak {
        let most = first.descriptors + 150
        #expect(await scene.settles { _ in (try? openDescriptors()).map { $0 < most } ?? false })
      } else {
        #expect(last.descriptors < first.descriptors + 40)
        #expect(last.megabytes < first.megabytes + 16)
        print("weather: \(used.count) rounds, \(total), at first \(first), at last \(last)")
      }
      await backend.stop()
    }
  }

  @Test("hundreds of streams at once all reach their end")
  func manyStreams() async throws {
    let count = Self.isSoak ? 1_000 : 300
    try await RelayScene.serve(Self.names, change: Self.endless) { scene in
      for name in Self.names {
        await scene.server.standin.script(
          Behaviour(.drip(deltas: 5, milliseconds: 100), on: .responses), for: name)
      }

      let complete = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<count {
          group.addTask { try await scene.turn("conversation \(index)").isComplete }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }

      #expect(complete == count)
      #expect(await scene.settles { $0.activeStreams == 0 })
    }
  }

  private func calm(_ scene: RelayScene) async {
    await scene.server.standin.update { state, _ in
      for name in Self.names { _ = state.clearScript(for: name) }
    }
  }

  /// Ends the backend with everything that is open once it has some work, and starts it again where it was.
  private func killed(
    _ backend: StandinServer, _ time: SystemTimeSource
  ) async throws -> StandinServer {
    #expect(await backend.standin.wait { $0.entries.count > 10 })
    let port = try #require(backend.origin.split(separator: ":").last.flatMap { UInt16($0) })
    await backend.stop()
    // So long no one listens.
    try await time.sleep(for: .milliseconds(300))
    return try await StandinServer.start(backend.standin, port: port, time: time)
  }

  private func openDescriptors() throws -> Int {
    try DiskFileSystem().list("/proc/self/fd").count
  }
}
