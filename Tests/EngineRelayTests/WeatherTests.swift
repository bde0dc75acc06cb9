import EngineHTTP
import EngineKernel
import EngineRelay
import EngineStandin
import EngineSystem
import TestSupport
import Testing

/// Many clients, a backend that fails in every way it can, clients that leave, read slowly or send
/// nonsense, over real sockets. A few hundred requests; with `SWOP_SOAK=1` (make soak) for two minutes.
@Suite("The proxy under bad weather", .timeLimit(.minutes(5)))
struct WeatherTests {
  private static let isSoak = ProcessInfo.processInfo.environment["SWOP_SOAK"] == "1"
  private static let names = ["first", "second", "third", "fourth"]

  @Test("everybody is answered, nothing stays open, and nothing leaks")
  func weather() async throws {
    var settings = ProxySettings()
    settings.limits.connect = .seconds(2)
    settings.limits.head = .milliseconds(500)
    settings.limits.stall = .milliseconds(500)
    try await RelayScene.serve(Self.names, settings: settings) { scene in
      let end = scene.time.uptime() + .seconds(Self.isSoak ? 120 : 0)
      var round = 0
      var tally = Tally()
      var descriptors: [Int] = []
      repeat {
        round += 1
        await script(scene, round: round)
        tally.add(try await storm(scene, round: round, clients: 60))
        descriptors.append(try openDescriptors())
      } while round < 3 || scene.time.uptime() < end

      await scene.server.standin.update { state, _ in
        for name in Self.names { _ = state.clearScript(for: name) }
      }
      #expect(tally.lost == 0)
      #expect(tally.answered + tally.left == round * 60)
      #expect(await scene.settles { $0.activeStreams == 0 && $0.waiting == 0 })
      #expect((descriptors.last ?? 0) < (descriptors.first ?? 0) + 150)
    }
  }

  @Test("three hundred streams at once all reach their end")
  func manyStreams() async throws {
    try await RelayScene.serve(Self.names) { scene in
      for name in Self.names {
        await scene.server.standin.script(
          Behaviour(.drip(deltas: 5, milliseconds: 100), on: .responses), for: name)
      }

      let complete = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<300 {
          group.addTask { try await scene.turn("conversation \(index)").isComplete }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }

      #expect(complete == 300)
      #expect(await scene.settles { $0.activeStreams == 0 })
    }
  }

  /// What became of requests.
  private struct Tally {
    var answered = 0
    var left = 0
    var lost = 0

    mutating func add(_ other: Tally) {
      answered += other.answered
      left += other.left
      lost += other.lost
    }
  }

  private enum Fate: Sendable {
    case answered, left, lost
  }

  /// Every account fails in some ways, a few times each.
  private func script(_ scene: RelayScene, round: Int) async {
    let faults: [Fault] = [
      .status(500), .drop, .hang, .stall(deltas: 1), .cut(deltas: 2), .malformed,
      .failureEvent(code: "server_is_overloaded"), .slowDown(retryAfterSeconds: 1),
      .status(403, body: #"{"error":{"code":"nothing"}}"#), .huge(bytes: 1 << 20),
      .delay(milliseconds: 50), .drip(deltas: 5, milliseconds: 10), .status(400),
    ]
    for (index, name) in Self.names.enumerated() {
      for step in 0..<6 {
        let fault = faults[(index * 5 + step * 3 + round) % faults.count]
        await scene.server.standin.script(Behaviour(.normal, on: .responses, times: 1), for: name)
        await scene.server.standin.script(Behaviour(fault, on: .responses, times: 1), for: name)
      }
    }
  }

  private func storm(_ scene: RelayScene, round: Int, clients: Int) async throws -> Tally {
    await withTaskGroup(of: Fate.self) { group in
      for index in 0..<clients { group.addTask { await client(index, round, scene) } }
      return await group.reduce(into: Tally()) { tally, fate in
        switch fate {
        case .answered: tally.answered += 1
        case .left: tally.left += 1
        case .lost: tally.lost += 1
        }
      }
    }
  }

  private func client(_ index: Int, _ round: Int, _ scene: RelayScene) async -> Fate {
    let thread = HTTPField("thread-id", "conversation \(index % 40)")
    let size = index % 10 == 3 ? 1 << 20 : 10
    let body = RelayScene.turn(String(repeating: "x", count: size))
    do {
      switch index % 6 {
      case 0:
        // Too many fields: refused, and the connection with it.
        let flood = (0..<400).map { HTTPField("x-field-\($0)", "value") }
        let response = try await scene.send(headers: flood, body: body)
        _ = try await response.collect(limit: 8 << 20)
        return response.status == 431 ? .answered : .lost
      case 1:
        let response = try await scene.send(headers: [thread], body: body)
        _ = try await response.nextChunk()
        await response.cancel()
        return .left
      case 2:
        // Reads slowly, one part at a time with other work in between.
        let response = try await scene.send(headers: [thread], body: body)
        while try await response.nextChunk() != nil { await Task.yield() }
        return .answered
      default:
        let response = try await scene.send(headers: [thread], body: body)
        _ = try await response.collect(limit: 8 << 20)
        return .answered
      }
    } catch {
      // A stream that broke off after output, and is no event stream, ends as the backend's did.
      if case HTTPError.cut = error { return .answered }
      return .lost
    }
  }

  private func openDescriptors() throws -> Int {
    try DiskFileSystem().list("/proc/self/fd").count
  }
}
