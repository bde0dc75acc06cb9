import EngineCore
import TestSupport
import Testing

@testable import EngineStandin

@Suite("The stand-in's WebSocket")
struct WebSocketTests {
  @Test("the handshake is the one of the protocol's own example")
  func greeting() {
    let request = StandinRequest(
      "GET", "/responses", headers: [HTTPField("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")])

    let fields = WebSocketGreeting.fields(for: request)

    #expect(fields?.value(of: "sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(WebSocketGreeting.fields(for: StandinRequest("GET", "/responses")) == nil)
  }

  @Test(
    "SHA-1 is right across the edges of its blocks",
    arguments: [
      (0, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      (55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
      (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
      (64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
    ])
  func digest(count: Int, expected: String) {
    let message = [UInt8](repeating: UInt8(ascii: "a"), count: count)

    #expect(Hexadecimal.text(WebSocketGreeting.sha1(message)) == expected)
  }

  @Test("frames are read masked or not, in pieces, byte by byte")
  func reading() {
    var frames = WebSocketFrames()
    let masked: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
    let pieces: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
    let bytes = masked + pieces + [0x82, 0x01, 0xFF, 0x89, 0x01, 0x07, 0x88, 0x00]

    var messages: [WebSocketFrames.Message] = []
    for byte in bytes {
      frames.append([byte])
      while let message = frames.next() { messages.append(message) }
    }

    #expect(
      messages == [.text(Array("Hello".utf8)), .text(Array("Hello".utf8)), .ping([7]), .close])
  }

  @Test(
    "long frames have the lengths of the protocol, and come back whole", arguments: [126, 65_536])
  func lengths(count: Int) {
    let payload = [UInt8](repeating: 0x61, count: count)
    var frames = WebSocketFrames()

    let frame = WebSocketFrames.frame(.text, payload)
    frames.append(frame)

    #expect(frame.count == count + (count < 65_536 ? 4 : 10))
    #expect(frames.next() == .text(payload))
  }

  @Test("a length beyond all reason ends the conversation")
  func monster() {
    var frames = WebSocketFrames()

    frames.append([0x81, 0x7F] + [UInt8](repeating: 0xFF, count: 8))

    #expect(frames.next() == .close)
  }

  @Test("an upgrade is taken for a good bearer alone, where it is offered")
  func upgrade() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    let fields = [HTTPField("Upgrade", "websocket"), HTTPField("Sec-WebSocket-Key", "a")]
    bench.state.settings.offersWebSocket = true

    let good = bench.send("GET", "/responses", bearer: tokens.access, headers: fields)
    let stranger = bench.send("GET", "/responses", bearer: "x", headers: fields)
    let elsewhere = bench.send("GET", "/wham/usage", bearer: tokens.access, headers: fields)
    let keyless = bench.send(
      "GET", "/responses", bearer: tokens.access, headers: [HTTPField("Upgrade", "websocket")])

    #expect([good, stranger, elsewhere, keyless].map(\.status) == [101, 401, 426, 426])
  }

  @Test("a turn over WebSocket tells the limits first; a warm-up costs nothing")
  func turns() throws {
    let bench = Bench([StandinAccount("work", windows: [.fiveHours(used: 10)])])
    let tokens = try bench.signIn()
    func say(_ members: [String: StandinJSON]) -> StandinAnswer {
      var body = members
      body["input"] = Bench.turnBody("hi")["input"]
      return bench.send("WS", "/responses", bearer: tokens.access, body: .object(body))
    }

    let warmUp = say(["generate": false])
    let turn = say(["previous_response_id": "resp-1"])
    let lost = say(["previous_response_id": "resp-of-another"])

    #expect(warmUp.eventTypes == ["response.created", "response.completed"])
    #expect(
      turn.events.first == [
        "type": "codex.rate_limits", "plan_type": "plus",
        "rate_limits": [
          "primary": [
            "used_percent": 11, "window_minutes": 300, "reset_at": 1_800_018_000,
          ]
        ],
      ])
    #expect(turn.reply == "echo: hi")
    #expect(lost.status == 400 && lost.errorCode == "previous_response_not_found")
    #expect(bench.state.counters.turns == ["work": 1])
  }

  @Test("a refusal becomes an error frame with its status")
  func errorFrame() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    #expect(bench.script(Behaviour(.slowDown(retryAfterSeconds: 2)), for: "work"))

    let answer = bench.turn(tokens)

    let frame = EventStream.messages(in: answer.errorFrame).first.flatMap { StandinJSON(Data($0)) }
    #expect(frame?["type"] == "error" && frame?["status"] == 429)
    #expect(frame?["error"]?["code"] == "rate_limit_exceeded")
    #expect(frame?["headers"]?["retry-after"] == "2")
  }
}
