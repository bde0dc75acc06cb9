import EngineCore
import EngineProxy
import TestSupport

@testable import EngineHTTP
@testable import EngineStandin

/// One round of bad weather: clients of every kind at once, against a backend that fails in every way.
struct Storm: Sendable {
  /// What became of requests.
  struct Tally: Equatable {
    var answered = 0
    var left = 0
    var lost = 0

    mutating func add(_ other: Tally) {
      answered += other.answered
      left += other.left
      lost += other.lost
    }

    mutating func add(_ fate: Fate) {
      switch fate {
      case .answered: answered += 1
      case .left: left += 1
      case .lost: lost += 1
      }
    }
  }

  enum Fate: Sendable {
    case answered, left, lost
  }

  /// Clients of a round; each kind of client is there ten times.
  static let clients = 80

  let scene: RelayScene
  let round: Int

  /// Every account fails in some ways, a few times each.
  func script(_ names: [String]) async {
    let faults: [Fault] = [
      .status(500), .drop, .hang, .stall(deltas: 1), .cut(deltas: 2), .malformed,
      .failureEvent(code: "server_is_overloaded"), .slowDown(retryAfterSeconds: 1),
      .status(403, body: #"{"error":{"code":"nothing"}}"#), .huge(bytes: 1 << 20),
      .delay(milliseconds: 50), .drip(deltas: 5, milliseconds: 10), .status(400),
    ]
    for (index, name) in names.enumerated() {
      for step in 0..<6 {
        let fault = faults[(index * 5 + step * 3 + round) % faults.count]
        await scene.server.standin.script(Behaviour(.normal, on: .responses, times: 1), for: name)
        await scene.server.standin.script(Behaviour(fault, on: .responses, times: 1), for: name)
      }
    }
  }

  /// Lets all clients come at once and says what became of them.
  func run() async -> Tally {
    await withTaskGroup(of: Fate.self) { group in
      for index in 0..<Self.clients { group.addTask { await client(index) } }
      return await group.reduce(into: Tally()) { $0.add($1) }
    }
  }

  private func client(_ index: Int) async -> Fate {
    let thread = HTTPField("thread-id", "conversation \(index % 40)")
    let size = index % 10 == 3 ? 1 << 20 : 10
    let body = RelayScene.turn(String(repeating: "x", count: size))
    do {
      switch index % 8 {
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
      case 3: return try await garbage(index)
      case 4: return try await halfOpen()
      default:
        let response = try await scene.send(headers: [thread], body: body)
        _ = try await response.collect(limit: 8 << 20)
        return .answered
      }
    } catch {
      // A stream that broke off after output, and is not an event stream, ends as the backend's did.
      if case HTTPError.cut = error { return .answered }
      return .lost
    }
  }

  /// Bytes that are no HTTP: answered with an error, or closed.
  private func garbage(_ index: Int) async throws -> Fate {
    guard let peer = RawPeer(port: try scene.addresses.responsesPort) else { return .lost }
    defer { peer.close() }
    let random = SeededRandom(seed: UInt64(round * Self.clients + index))
    peer.say(random.bytes(512) + Array("\r\n\r\n".utf8))
    return await peer.hears(scene.time) ? .answered : .lost
  }

  /// Half a request that goes silent; its client leaves when others were served.
  private func halfOpen() async throws -> Fate {
    guard let peer = RawPeer(port: try scene.addresses.responsesPort) else { return .lost }
    defer { peer.close() }
    peer.say(Array("POST /backend-api/codex/responses HTTP/1.1\r\nHost: 127".utf8))
    _ = try await scene.turn("half open")
    return .left
  }
}
