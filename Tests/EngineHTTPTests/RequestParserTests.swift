import EngineCore
import Testing

@testable import EngineHTTP

/// What a parser makes of bytes: its events with adjoining body parts joined, or the status of its error.
private struct Parsed: Equatable {
  var events: [RequestEvent] = []
  var status: Int?

  init(_ text: String, pieces: Int, headLimit: Int = 1 << 16) {
    var parser = RequestParser(headLimit: headLimit)
    var rest = Array(text.utf8)[...]
    do throws(RequestParseError) {
      while !rest.isEmpty {
        parser.append(rest.prefix(pieces))
        rest = rest.dropFirst(pieces)
        while let event = try parser.next() { add(event) }
      }
    } catch { status = error.status }
  }

  private mutating func add(_ event: RequestEvent) {
    guard case .body(let more) = event, case .body(let bytes)? = events.last else {
      return events.append(event)
    }
    events[events.count - 1] = .body(bytes + more)
  }
}

private func head(
  _ method: String, _ target: String, _ fields: [HTTPField], _ length: RequestBodyLength = .none,
  isVersion11: Bool = true
) -> RequestEvent {
  .head(
    RequestHead(
      method: method, target: target, isVersion11: isVersion11, headers: fields,
      bodyLength: length))
}

private let host = HTTPField("Host", "x")

@Suite("RequestParser")
struct RequestParserTests {
  private static let good: [(String, [RequestEvent])] = [
    ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", [head("GET", "/", [host]), .end]),
    ("\r\n\r\nGET / HTTP/1.0\r\n\r\n", [head("GET", "/", [], isVersion11: false), .end]),
    (
      "POST /a?b HTTP/1.1\r\nHost: x\r\ncontent-length:  3 \r\n\r\nabcGET / HTTP/1.1\r\nHost: x\r\n\r\n",
      [
        head("POST", "/a?b", [host, HTTPField("content-length", "3")], .fixed(3)),
        .body(Array("abc".utf8)), .end, head("GET", "/", [host]), .end,
      ]
    ),
    (
      "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: t\r\n\r\n",
      [
        head("PUT", "/", [host, HTTPField("Transfer-Encoding", "Chunked")], .chunked),
        .body(Array("abc0123456789".utf8)), .end,
      ]
    ),
    (
      "GET * HTTP/1.1\r\nHost: x\r\nE:\r\nContent-Length: 0\r\nTab:\ta\tb\t\r\n\r\n",
      [
        head(
          "GET", "*",
          [host, HTTPField("E", ""), HTTPField("Content-Length", "0"), HTTPField("Tab", "a\tb")]),
        .end,
      ]
    ),
    (
      "GET / HTTP/1.1\r\nHost: x\r\nU: \u{e4}\u{20ac}\r\n\r\n",
      [head("GET", "/", [host, HTTPField("U", "ä€")]), .end]
    ),
  ]

  @Test("reads whole requests, in any pieces", arguments: good.indices, [1, 2, 3, 7, 1000])
  func accepts(index: Int, pieces: Int) {
    let (text, events) = Self.good[index]

    let parsed = Parsed(text, pieces: pieces)

    #expect(parsed.events == events)
    #expect(parsed.status == nil)
  }

  @Test(
    "refuses what others could read differently, in any pieces",
    arguments: [
      ("GET / HTTP/1.1\nHost: x\n\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\n\r\n", 400),
      ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
      (" GET / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
      ("GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400),
      ("GET /\r\n\r\n", 400),
      ("GET /\u{7f} HTTP/1.1\r\n\r\n", 400),
      ("GET /ä HTTP/1.1\r\n\r\n", 400),
      ("G(T / HTTP/1.1\r\n\r\n", 400),
      ("METHODMETHODMETHODMETHODMETHODMETHOD / HTTP/1.1\r\n\r\n", 400),
      ("GET / HTPP/1.1\r\n\r\n", 400),
      ("GET / HTTP/1.2\r\n\r\n", 505),
      ("GET / HTTP/3\r\n\r\n", 505),
      ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999999\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400),
      (
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        400
      ),
      ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1000000000000000\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n", 400),
      (
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nbad trailer\r\n\r\n",
        400
      ),
    ], [1, 1000])
  func refuses(request: (String, Int), pieces: Int) {
    #expect(Parsed(request.0, pieces: pieces).status == request.1)
  }

  @Test("a head may be as large as the limit and no larger", arguments: [1, 1 << 20])
  func headLimit(pieces: Int) {
    let start = "GET / HTTP/1.1\r\nHost: x\r\nA: "
    func request(_ size: Int) -> String {
      start + String(repeating: "a", count: size - start.utf8.count - 4) + "\r\n\r\n"
    }

    #expect(Parsed(request(500), pieces: pieces, headLimit: 500).events.last == .end)
    #expect(Parsed(request(501), pieces: pieces, headLimit: 500).status == 431)
    #expect(Parsed(String(request(501).prefix(501)), pieces: pieces, headLimit: 500).status == 431)
    let many = String(repeating: "A: b\r\n", count: 300)
    #expect(Parsed("GET / HTTP/1.1\r\n" + many, pieces: pieces).status == 431)
  }

  @Test("chunk lines and trailers are bounded")
  func chunkLimits() {
    let start = "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    let long = String(repeating: "a", count: 9000)

    #expect(Parsed(start + "1;" + long, pieces: 100).status == 400)
    #expect(Parsed(start + "0\r\nT: " + long, pieces: 100).status == 400)
  }

  @Test(
    "takes path and query out of every form of target",
    arguments: [
      ("/a/b?c=d?e", "/a/b", "c=d?e"), ("/", "/", nil), ("/?", "/", ""), ("*", "*", nil),
      ("http://h:1/a?b", "/a", "b"), ("http://h", "/", nil), ("http://h?q", "/", "q"),
    ] as [(String, String, String?)])
  func targets(target: String, path: String, query: String?) {
    let head = RequestHead(
      method: "GET", target: target, isVersion11: true, headers: [], bodyLength: .none)

    #expect(head.path == path)
    #expect(head.query == query)
  }

  @Test("bytes that are not UTF-8 are read as Latin-1")
  func latin() throws {
    var parser = RequestParser()
    parser.append(Array("GET / HTTP/1.0\r\nA: ".utf8) + [0xe4, 0x0d, 0x0a, 0x0d, 0x0a])

    #expect(
      try parser.next() == head("GET", "/", [HTTPField("A", "ä")], isVersion11: false))
  }
}
