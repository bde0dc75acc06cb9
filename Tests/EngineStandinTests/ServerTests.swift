import EngineCore
import EngineHTTP
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("The stand-in on real sockets", .timeLimit(.minutes(1)))
struct ServerTests {
  @Test("both ports serve the same accounts")
  func twoPorts() async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))

      var bodies: [StandinJSON?] = []
      for origin in [server.origin, server.secondOrigin] {
        let text = try await exchange(origin, "GET", "/backend-api/wham/usage", tokens)
        bodies.append(StandinJSON(Data(body(of: text).utf8)))
      }

      #expect(server.origin != server.secondOrigin)
      #expect(bodies.map { $0?["email"] } == ["work@standin.test", "work@standin.test"])
      #expect(await server.standin.entries.map(\.ending) == [.complete, .complete])
    }
  }

  @Test("a turn is streamed and ends cleanly")
  func turn() async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))

      let text = try await exchange(
        server.secondOrigin, "POST", "/backend-api/codex/responses", tokens,
        body: Bench.turnBody("hi"))

      #expect(text.hasPrefix("HTTP/1.1 200"))
      #expect(text.contains("echo: hi") && text.contains("response.completed"))
      #expect(text.lowercased().contains("x-codex-primary-used-percent: 1.0"))
    }
  }

  @Test("a dripping turn comes in chunks, piece by piece")
  func drip() async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))
      await server.standin.script(
        Behaviour(.drip(deltas: 3, milliseconds: 1), on: .responses), for: "work")

      let text = try await exchange(
        server.origin, "POST", "/responses", tokens, body: Bench.turnBody("hi"))

      #expect(text.lowercased().contains("transfer-encoding: chunked"))
      #expect(text.contains("1 2 3 echo: hi"))
      #expect(text.hasSuffix("0\r\n\r\n"))
    }
  }

  @Test("a stream that is cut has no end, and the log says who cut it")
  func cut() async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))
      await server.standin.script(Behaviour(.cut(deltas: 2), on: .responses), for: "work")

      let text = try await exchange(
        server.origin, "POST", "/responses", tokens, body: Bench.turnBody("hi"))

      #expect(text.contains("response.output_text.delta"))
      #expect(!text.contains("response.completed") && !text.hasSuffix("0\r\n\r\n"))
      #expect(await server.standin.entries.map(\.ending) == [.cut])
    }
  }

  @Test("a dropped request gets no byte")
  func drop() async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))
      await server.standin.script(Behaviour(.drop), for: "work")

      let text = try await exchange(server.origin, "GET", "/wham/usage", tokens)

      #expect(text.isEmpty)
      #expect(await server.standin.entries.map(\.ending) == [.cut])
    }
  }

  @Test(
    "a client that leaves a hanging or stalled answer is noticed",
    arguments: [Fault.hang, .stall(deltas: 1), .delay(milliseconds: 3_600_000)])
  func leaving(fault: Fault) async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))
      await server.standin.script(Behaviour(fault), for: "work")
      let connection = try RawConnection(origin: server.origin)

      await connection.send(
        "POST", "/responses", bearer: tokens.accessToken.reveal(), body: Bench.turnBody("hi"))
      #expect(await server.standin.wait { $0.entries.count == 1 })
      let open = await server.standin.entries.map(\.ending)
      if case .stall = fault { _ = await connection.read(until: "output_text.delta") }
      await connection.leave()
      let isNoticed = await server.standin.wait { $0.entries.first?.ending == .clientLeft }

      #expect(open == [nil])
      #expect(isNoticed)
    }
  }

  @Test("tests wait for a request, and waiting has a limit")
  func waiting() async throws {
    try await withStandin { server in
      async let arrived = server.standin.wait { $0.counters.requests["unknown"] == 1 }

      _ = try await exchange(server.origin, "GET", "/elsewhere", nil)

      #expect(await arrived)
      #expect(await !server.standin.wait(limit: .milliseconds(1)) { $0.accountNames.isEmpty })
    }
  }

  @Test("a big body is recorded, and a huge answer arrives whole")
  func big() async throws {
    try await withStandin { server in
      let tokens = try #require(await server.standin.signIn("work"))
      await server.standin.script(Behaviour(.huge(bytes: 3_000_000), on: .usage), for: "work")
      let text = String(repeating: "x", count: 1_000_000)

      let turn = try await exchange(
        server.origin, "POST", "/responses", tokens, body: Bench.turnBody(text))
      let usage = try await exchange(server.origin, "GET", "/wham/usage", tokens)

      #expect(turn.contains("response.completed"))
      #expect(body(of: usage).utf8.count == 3_000_000)
      #expect(
        await server.standin.entries.map(\.bodyBytes) == [Bench.turnBody(text).data.count, 0])
    }
  }

  @Test("a taken port is an error")
  func takenPort() async throws {
    try await withStandin { server in
      let port = try #require(server.origin.split(separator: ":").last.flatMap { UInt16($0) })
      let time = SystemTimeSource()

      await #expect(throws: HTTPServerError.self) {
        try await StandinServer.start(Standin(time: time), port: port, time: time)
      }
    }
  }

  private func exchange(
    _ origin: String, _ method: String, _ target: String, _ tokens: TokenSet?,
    body: StandinJSON? = nil
  ) async throws -> String {
    let connection = try RawConnection(origin: origin)
    await connection.send(method, target, bearer: tokens?.accessToken.reveal(), body: body)
    return await connection.read()
  }

  private func body(of text: String) -> String {
    text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
  }
}

/// Runs a test against a stand-in with one account, which is gone afterwards.
func withStandin(
  _ accounts: [StandinAccount] = [StandinAccount("work")],
  test: (StandinServer) async throws -> Void
) async throws {
  let time = SystemTimeSource()
  let server = try await StandinServer.start(
    Standin(accounts: accounts, time: time), time: time)
  do {
    try await test(server)
    await server.stop()
  } catch {
    await server.stop()
    throw error
  }
}
