import EngineCore
import EnginePlatform
import Testing

@testable import EngineHTTP

@Suite("HTTPClient: a server that sends interim answers forever", .timeLimit(.minutes(1)))
struct InterimAnswerTests {
  @Test("a change of protocol fails when the heads together are too large")
  func endlessBytes() async throws {
    let hint =
      "HTTP/1.1 103 Early Hints\r\nLink: <" + String(repeating: "a", count: 900) + ">\r\n\r\n"
    try await withServer(handler: { try await Self.repeatForever(hint, to: $1) }) { server in
      await #expect(throws: HTTPError.tooLarge(host: "127.0.0.1")) {
        try await server.httpClient.upgrade(ClientRequest(url: server.address.origin))
      }
    }
  }

  @Test("a change of protocol fails when the final answer does not come in time")
  func endlessTime() async throws {
    var limits = ClientLimits()
    limits.head = .milliseconds(300)
    try await withServer(handler: { _, response in
      let stream = try await response.takeOver()
      while true {
        try await stream.write("HTTP/1.1 102 Processing\r\n\r\n".utf8)
        try await SystemTimeSource().sleep(for: .milliseconds(20))
      }
    }) { [limits] server in
      await #expect(throws: HTTPError.timedOutAfterSending(host: "127.0.0.1")) {
        try await server.httpClient.upgrade(
          ClientRequest(url: server.address.origin, limits: limits))
      }
    }
  }

  @Test("a few interim answers before the real one are passed over")
  func few() async throws {
    let answer =
      String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 50)
      + "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"
    try await withServer(handler: { _, response in
      try await response.takeOver().write(answer.utf8)
    }) { server in
      let outcome = try await server.httpClient.upgrade(ClientRequest(url: server.address.origin))

      guard case .refused(let status, _, let body) = outcome else {
        Issue.record("The upgrade was accepted.")
        return
      }
      #expect(status == 403)
      #expect(body == Array("no".utf8))
    }
  }

  @Test("any other request fails too")
  func anyRequest() async throws {
    try await withServer(handler: {
      try await Self.repeatForever("HTTP/1.1 102 Processing\r\n\r\n", to: $1)
    }) { server in
      await #expect(throws: HTTPError.self) {
        try await server.httpClient.send(ClientRequest(url: server.address.origin))
      }
    }
  }

  private static func repeatForever(_ text: String, to response: ServerResponse) async throws {
    let stream = try await response.takeOver()
    while true { try await stream.write(text.utf8) }
  }
}

extension TestServer {
  fileprivate var httpClient: HTTPClient { HTTPClient(on: loop) }
}
